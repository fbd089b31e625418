import { EntraError } from '../entra/entra-error.ts';
import { FAILURES } from '../sync/failure.ts';
import { ProblemError } from './problem-error.ts';

/**
 * What somebody who asked the directory live is told when it cannot answer: what they can cure, when to come again, or
 * that Rollcall and Microsoft do not understand each other. An error that is no answer of theirs stays what it is.
 */
export function directoryProblem(err: unknown): unknown {
  if (err instanceof DOMException && err.name === 'TimeoutError') return away(FAILURES.graphUnavailable.message, 5_000);
  if (!(err instanceof EntraError)) return err;
  const { message, remedy } = FAILURES[err.code];
  if (err.code === 'groupsNotReadable') return new ProblemError('groupsNotReadable', message, { remedy });
  switch (err.class) {
    case 'tenantAttention':
    case 'ownCredential':
      return new ProblemError('connectivityFailed', message, { remedy });
    case 'retry':
    case 'wait':
    case 'run':
      return away(message, err.retryAfterMs ?? 5_000);
    case 'resync':
    case 'bug':
      return new ProblemError('unknown', message, { remedy, cause: err });
  }
}

/**
 * The same as a sentence, for a page that is of use without the directory. Throws on what is no problem of the directory's.
 */
export function directoryTrouble(err: unknown): string {
  const problem = directoryProblem(err);
  if (!(problem instanceof ProblemError)) throw problem;
  return `${problem.message} ${problem.rest.remedy ?? ''}`.trim();
}

const away = (message: string, afterMs: number): ProblemError =>
  new ProblemError('directoryAway', message, {
    remedy: 'Try again in a moment.',
    headers: { 'Retry-After': String(Math.ceil(afterMs / 1000)) },
  });
