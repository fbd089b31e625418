import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { ProblemError } from '../../problem-error.ts';
import { PROBLEMS, type ProblemCode } from '../../problems.ts';
import { withQuery } from '../addresses/with-query.ts';
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
  const { viewer } = c.var;
  return answerPage(
    c,
    { title, status },
    <div class="reading">
      <h1>{title}</h1>
      <p>{message}</p>
      {rest.remedy !== undefined && <p>{rest.remedy}</p>}
      <p>
        {isPlaceLost(c, code) && (
          <>
            <a href={withoutPlace(c)}>Begin this list anew</a> ·{' '}
          </>
        )}
        {code === 'linkRefused' && viewer.kind === 'admin' && (
          <>
            <a href={`/tenants/${viewer.tenantId}/integration`}>Open Integration</a> ·{' '}
          </>
        )}
        <a href="/">Go to the first page</a>
      </p>
      {status >= 500 && <p class="text-secondary">Request id: {c.var.requestId}</p>}
    </div>,
  );
}

/** An address's place in a list, as pages call it. */
const NO_PLACE = { cursor: undefined, after: undefined } as const;

/** What was not understood can be the place in a list, which links that were cut off or grew old have. */
const isPlaceLost = (c: Context, code: ProblemCode): boolean =>
  code === 'malformed' &&
  c.req.method === 'GET' &&
  Object.keys(NO_PLACE).some((name) => c.req.query(name) !== undefined);

function withoutPlace(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return withQuery(pathname + search, NO_PLACE);
}
