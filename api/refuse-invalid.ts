import type { Hook } from '@hono/zod-openapi';
import type { z } from 'zod';
import type { ApiEnv } from './api-env.ts';
import { notFound, ProblemError } from './problem-error.ts';
import type { Finding } from './schemas/problem.schema.ts';

/** What a schema found, as the validators of @hono/zod-openapi tell it. */
export type Refuse = Hook<unknown, ApiEnv, string, void>;

/** For all routes: what does not fit its schema is refused as malformed, with each place. */
export const refuseInvalid: Refuse = (result) => {
  if (result.success) return;
  const { issues } = result.error;
  if (result.target === 'param') throw notFound(namedBy(issues));
  throw new ProblemError('malformed', `The ${PARTS[result.target]} of the request is not understood.`, {
    errors: findingsOf(issues),
  });
};

/**
 * For settings and fields: what is understood, but is no value that they can have, is told apart from what is not
 * understood at all.
 */
export const refuseUnacceptable: Refuse = (result, c) => {
  if (result.success) return;
  const { issues } = result.error;
  if (result.target !== 'json' || !issues.every(isUnderstood)) return refuseInvalid(result, c);
  throw notAcceptable(findingsOf(issues));
};

export const notAcceptable = (errors: readonly Finding[]): ProblemError =>
  new ProblemError('notAcceptable', 'What was sent cannot be used. Each place is named, with what is wrong.', {
    errors,
  });

const PARTS = {
  json: 'body',
  form: 'body',
  query: 'query',
  param: 'address',
  header: 'header',
  cookie: 'cookie',
} as const;

type Issue = z.core.$ZodIssue;

/** A fraction where a whole number belongs is a number all the same. */
const isUnderstood = (issue: Issue): boolean =>
  issue.code === 'invalid_type'
    ? issue.expected === 'int'
    : !['unrecognized_keys', 'invalid_value', 'invalid_union'].includes(issue.code);

function findingsOf(issues: readonly Issue[]): readonly Finding[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'This key is not known here.' }));
  });
}

/** What the last part of an address would have been the id of. */
function namedBy(issues: readonly Issue[]): Parameters<typeof notFound>[0] {
  const parts = new Set(issues.map(({ path }) => path[0]));
  if (parts.has('id')) return 'tenant';
  if (parts.has('runId')) return 'run';
  if (parts.has('fieldKey')) return 'field';
  return parts.has('employeeId') ? 'employee' : 'key';
}
