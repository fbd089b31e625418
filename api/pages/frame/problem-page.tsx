import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { ProblemError } from '../../problem-error.ts';
import { PROBLEMS } from '../../problems.ts';
import { answerPage } from './answer-page.tsx';
import type { PageEnv } from './page-env.ts';

/** Whether whoever asks is a browser that shows the answer to a person. Under /api nobody is. */
export const wantsPage = (c: Context): boolean =>
  !/^\/(api|assets)\//.test(c.req.path) &&
  accepts(c, { header: 'Accept', supports: ['application/json', 'text/html'], default: 'application/json' }) ===
    'text/html';

/** A refusal as a page: what happened, and what to do next. */
export function answerProblemPage(c: Context<PageEnv>, { code, message, rest }: ProblemError): Promise<Response> {
  const { status, title } = PROBLEMS[code];
  return answerPage(
    c,
    { title, status },
    <div class="reading">
      <h1>{title}</h1>
      <p>{message}</p>
      {rest.remedy !== undefined && <p>{rest.remedy}</p>}
      <p>
        <a href="/">Go to the first page</a>
      </p>
      {status >= 500 && <p class="text-secondary">Request id: {c.var.requestId}</p>}
    </div>,
  );
}
