import type { Context, ErrorHandler } from 'hono';
import type * as z from 'zod';
import type { ApiDeps } from './api-deps.ts';
import type { ApiEnv } from './api-env.ts';
import { noteError } from './note-error.ts';
import type { PageEnv } from './pages/frame/page-env.ts';
import { answerProblemPage, wantsPage } from './pages/frame/problem-page.tsx';
import type { ProblemError } from './problem-error.ts';
import { PROBLEMS } from './problems.ts';
import type { Problem } from './schemas/problem.schema.ts';

type Deps = Pick<ApiDeps, 'log' | 'publicUrl'>;

/**
 * Nobody reads it: for the log and the metrics, as nginx has it
 * (https://github.com/nginx/nginx/blob/master/src/http/ngx_http_request.h, NGX_HTTP_CLIENT_CLOSED_REQUEST).
 */
const CLIENT_LEFT = 499;

/**
 * The one place where errors become answers. Whoever has left is answered for the log alone. What we did not foresee is
 * answered without a word of its own.
 */
export function answerError({ log, publicUrl }: Deps): ErrorHandler<ApiEnv> {
  return function answerError(err, c) {
    const problem = noteError({ log }, err, c);
    return problem === undefined ? new Response(null, { status: CLIENT_LEFT }) : answerProblem(c, problem, publicUrl);
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
