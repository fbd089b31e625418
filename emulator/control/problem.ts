import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import { DirectoryRefusal } from '../directory/directory-refusal.ts';

export type Finding = { readonly path: string; readonly message: string };

/** A request that the control API does not follow; `detail` tells a person what to do instead. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly findings: readonly Finding[];

  constructor(status: ContentfulStatusCode, code: string, detail: string, findings: readonly Finding[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.findings = findings;
  }
}

/** What zod found, as a problem with one line each. */
export function notUnderstood(what: string, { issues }: z.ZodError): Problem {
  const findings = issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return new Problem(400, 'notUnderstood', `${what} is not understood.`, findings);
}

/** https://www.rfc-editor.org/rfc/rfc9457 */
export function answerProblem(c: Context, error: Error): Response {
  const { status, code, message, findings } = asProblem(error);
  const body = {
    ...{ type: 'about:blank', title: message, status, detail: message, code },
    ...(findings.length > 0 && { errors: findings }),
  };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}

function asProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DirectoryRefusal) return new Problem(409, 'refused', error.message);
  return new Problem(500, 'bug', `The emulator failed: ${error.message}`);
}
