import type * as z from 'zod';
import type { ProblemCode } from './problems.ts';
import type { Problem } from './schemas/problem.schema.ts';

type Rest = Pick<
  Partial<z.infer<typeof Problem>>,
  'remedy' | 'errors' | 'checks' | 'runId' | 'tenantId' | 'version'
> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/** A refusal. Thrown anywhere below a route, answered by answer-error.ts. The detail is a sentence for whoever asked. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly rest: Rest;

  constructor(code: ProblemCode, detail: string, { cause, ...rest }: Rest & { readonly cause?: Error } = {}) {
    super(detail, { cause });
    this.code = code;
    this.rest = rest;
  }
}

/** The address can be none of ours. */
export const nothingHere = (): ProblemError => new ProblemError('notFound', 'There is nothing at this address.');

/** Nothing of that kind is there, or nothing that this key may see: the two are answered alike. */
export const notFound = (what: 'tenant' | 'run' | 'employee' | 'person' | 'field' | 'key' | 'admin'): ProblemError =>
  new ProblemError('notFound', `There is no ${what} with this id.`, {
    remedy:
      what === 'person' ? 'Use the object id that Entra shows of a user.' : `The list of ${what}s shows what there is.`,
  });
