import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { ApiEnv } from './api-env.ts';
import type { RequestCounter } from './request-counter.ts';

/** Asked every few seconds by machines: in the log only when somebody looks closely. */
const PROBES = ['/healthz', '/readyz', '/metrics'];

/**
 * One line and one count for each request. Routes by their pattern and ids of ours only: a query can hold a name, and
 * an address that is no route of ours can hold anything.
 */
export const logRequests = (log: Logger, requests: RequestCounter): MiddlewareHandler<ApiEnv> =>
  async function logRequests(c, next) {
    const startedAt = performance.now();
    await next();
    const route = routeOf(routePath(c, -1));
    const { method } = c.req;
    const { status } = c.res;
    requests.count({ method, route, status });
    const { requestId, caller } = c.var as Partial<ApiEnv['Variables']>; // there is no caller before authentication
    const tenantId = caller?.kind === 'tenant' ? caller.tenantId : caller && tenantIn(c.req.path);
    log[PROBES.includes(route) && status < 400 ? 'debug' : 'info']({
      event: 'request',
      requestId,
      method,
      route,
      status,
      ms: Math.round(performance.now() - startedAt),
      ...(caller && { caller: caller.kind }),
      ...(tenantId !== undefined && { tenantId }),
    });
  };

/** Middlewares alone have answered: the address is none of ours. */
const routeOf = (pattern: string): string => (pattern.endsWith('*') && !pattern.startsWith('/docs') ? 'none' : pattern);

const tenantIn = (path: string): string | undefined => /^(?:\/api)?\/tenants\/([0-9a-f-]{36})(?:\/|$)/i.exec(path)?.[1];
