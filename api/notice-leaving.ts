import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './api-env.ts';

/**
 * Stands behind what logs and counts, and before all else. Where a client leaves, node-server aborts the request's signal
 * with a text for a reason; whoever asks Microsoft throws that reason as it is, and hono takes only an Error to `onError`:
 * a text would go by the log and the metrics.
 */
export const noticeLeaving: MiddlewareHandler<ApiEnv> = async function noticeLeaving(_c, next) {
  try {
    await next();
  } catch (err) {
    throw err instanceof Error ? err : new Error('What was thrown is no Error.', { cause: err });
  }
};
