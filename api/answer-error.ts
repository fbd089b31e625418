import type { Context, ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type * as z from 'zod';
import { BadCursorError } from '../db/cursor.ts';
import { DatabaseUnavailableError } from '../db/errors.ts';
import { EntraError } from '../entra/entra-error.ts';
import type { FailureCode } from '../sync/failure.ts';
import type { ApiDeps } from './api-deps.ts';
import type { ApiEnv } from './api-env.ts';
import type { PageEnv } from './pages/frame/page-env.ts';
import { answerProblemPage, wantsPage } from './pages/frame/problem-page.tsx';
import { ProblemError } from './problem-error.ts';
import { PROBLEMS } from './problems.ts';
import type { Problem } from './schemas/problem.schema.ts';

type Deps = Pick<ApiDeps, 'log' | 'publicUrl'>;

/**
 * Nobody reads it: for the log and the metrics, as nginx has it
 * (https://github.com/nginx/nginx/blob/master/src/http/ngx_http_request.h, NGX_HTTP_CLIENT_CLOSED_REQUEST).
 */
const CLIENT_LEFT = 499;

/**
 * The one place where errors become answers. Whoever has left is no fault of ours, and is answered for the log alone. What
 * we did not foresee is answered without a word of its own: the log has the place, under the request's id.
 */
export function answerError({ log, publicUrl }: Deps): ErrorHandler<ApiEnv> {
  return function answerError(err, c) {
    const problem = problemOf(err);
    const cause = err instanceof ProblemError ? err.cause : err;
    if (problem.code === 'unknown' && c.req.raw.signal.aborted) {
      log.info({ event: 'clientLeft', requestId: c.var.requestId, route: routePath(c, -1), ...placeOf(cause) });
      return new Response(null, { status: CLIENT_LEFT });
    }
    if (problem.code === 'unknown') {
      log.error({ event: 'requestFailed', requestId: c.var.requestId, route: routePath(c, -1), ...placeOf(cause) });
    } else if (err instanceof DatabaseUnavailableError) {
      log.warn({ event: 'databaseUnavailable', requestId: c.var.requestId, reason: err.reason }, err.message);
    }
    return answerProblem(c, problem, publicUrl);
  };
}

/** A problem as RFC 9457 has it; for a person at a browser, a page. */
export function answerProblem(
  c: Context<ApiEnv>,
  problem: ProblemError,
  publicUrl: string,
): Response | Promise<Response> {
  // The variables of pages are set where a page is asked for; the rest is alike.
  if (wantsPage(c)) return answerProblemPage(c as unknown as Context<PageEnv>, problem);
  const { code, message, rest } = problem;
  const { status, title } = PROBLEMS[code];
  const { headers, ...more } = rest;
  const { requestId } = c.var;
  const type = `${publicUrl}/problems#${code}`;
  const body = { type, title, status, detail: message, code, requestId, ...more } satisfies z.infer<typeof Problem>;
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json', ...headers });
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
