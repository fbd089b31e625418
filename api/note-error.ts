import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import { BadCursorError } from '../db/cursor.ts';
import { DatabaseUnavailableError } from '../db/errors.ts';
import { EntraError } from '../entra/entra-error.ts';
import type { FailureCode } from '../sync/failure.ts';
import type { ApiDeps } from './api-deps.ts';
import type { ApiEnv } from './api-env.ts';
import type { PageEnv } from './pages/frame/page-env.ts';
import { ProblemError } from './problem-error.ts';

/**
 * What an error is told as. What somebody has to look at is noted in the log, with its place, under the request's id.
 * Undefined: whoever asked has left, which is no fault of ours.
 */
export function noteError(
  { log }: Pick<ApiDeps, 'log'>,
  err: unknown,
  c: Context<ApiEnv> | Context<PageEnv>,
): ProblemError | undefined {
  const problem = problemOf(err);
  const cause = err instanceof ProblemError ? err.cause : err;
  const { requestId } = c.var;
  const route = routePath(c, -1);
  if (problem.code === 'unknown' && c.req.raw.signal.aborted) {
    log.info({ event: 'clientLeft', requestId, route, ...placeOf(cause) });
    return undefined;
  }
  if (problem.code === 'unknown') {
    log.error({ event: 'requestFailed', requestId, route, ...placeOf(cause) });
  } else if (err instanceof DatabaseUnavailableError) {
    log.warn({ event: 'databaseUnavailable', requestId, reason: err.reason }, err.message);
  }
  return problem;
}

const RETRY_SOON = { 'Retry-After': '5' };

function problemOf(err: unknown): ProblemError {
  if (err instanceof ProblemError) return err;
  if (err instanceof BadCursorError) {
    return new ProblemError('malformed', err.message, { errors: [{ path: 'cursor', message: err.message }] });
  }
  if (err instanceof DatabaseUnavailableError) {
    return new ProblemError('databaseUnavailable', 'Rollcall cannot work with its database at the moment.', {
      remedy: 'Try again in a moment. The operator finds the reason at /readyz and in the log of the API.',
      headers: RETRY_SOON,
    });
  }
  if (err instanceof HTTPException) return problemOfFramework(err);
  return new ProblemError('unknown', 'Rollcall met something that it did not expect.', {
    remedy: 'Try again. If it comes again, give the operator the request id: the log of the API has the place.',
  });
}

/** What hono itself refuses before a route sees it. */
function problemOfFramework({ status }: HTTPException): ProblemError {
  if (status === 415) {
    return new ProblemError('notJson', 'The body has to be JSON.', { remedy: 'Send Content-Type: application/json.' });
  }
  if (status < 500) {
    const message = 'The body is no JSON.';
    return new ProblemError('malformed', message, { errors: [{ path: '', message }] });
  }
  return new ProblemError('unknown', 'Rollcall met something that it did not expect.');
}

/** Names and places in our code. A message can quote what was being worked on, and is left out. */
function placeOf(err: unknown): Place {
  if (!(err instanceof Error)) return { error: typeof err, at: [] };
  const at = (err.stack ?? '').split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
  const place = { error: err.name, at };
  return err instanceof EntraError ? { ...place, code: err.code, microsoftRequestId: err.requestId } : place;
}

type Place = {
  readonly error: string;
  readonly at: readonly string[];
  readonly code?: FailureCode;
  /** Of the request that failed, which their support asks for. */
  readonly microsoftRequestId?: string | undefined;
};
