import type * as z from 'zod';
import { Problem } from './schemas/problem.schema.ts';
import { PROBLEMS, type ProblemStatus } from './problems.ts';

/** Parts that the descriptions of routes have in common. */

/** A JSON answer or body. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } });

type ProblemContent = { readonly 'application/problem+json': { readonly schema: typeof Problem } };
type Described = { readonly description: string; readonly content: ProblemContent };

/** The refusals of a route, by status, with what each can mean. Every route of /api can answer 400, 401, 500 and 503. */
export function problems<const Status extends ProblemStatus = never>(
  ...statuses: readonly Status[]
): Record<Status | 400 | 401 | 500 | 503, Described> {
  const all = [...statuses, 400, 401, 500, 503] as const;
  const described = all.map((status) => [
    status,
    { description: meaningOf(status), content: { 'application/problem+json': { schema: Problem } } },
  ]);
  return Object.fromEntries(described) as Record<Status | 400 | 401 | 500 | 503, Described>; // each was set above
}

const meaningOf = (status: ProblemStatus): string =>
  Object.entries(PROBLEMS)
    .flatMap(([code, problem]) => (problem.status === status ? [`${problem.title} (\`${code}\`)`] : []))
    .join('; ');

export const ETAG = { ETag: { description: 'The version, for If-Match.', schema: { type: 'string' } } } as const;
