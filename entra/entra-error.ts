import { FAILURES, type FailureClass, type FailureCode } from '../sync/failure.ts';

type Circumstances = {
  /** How long Microsoft asked us to wait. */
  readonly retryAfterMs?: number | undefined;
  /** Microsoft's own id of the request, which their support asks for. */
  readonly requestId?: string | undefined;
  /** Graph itself says that the object asked for is not there. */
  readonly notThere?: boolean | undefined;
};

/**
 * What went wrong between us and Microsoft, as one of our codes. The message is our sentence: Microsoft's text can
 * hold names and tokens (https://learn.microsoft.com/en-us/graph/errors), so it ends where it was read, and so does
 * the error of a library, which can hold the whole request.
 */
export class EntraError extends Error {
  override readonly name = 'EntraError';
  readonly code: FailureCode;
  readonly class: FailureClass;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;
  readonly notThere: boolean;

  constructor(code: FailureCode, { retryAfterMs, requestId, notThere = false }: Circumstances = {}) {
    super(FAILURES[code].message);
    this.code = code;
    this.class = FAILURES[code].class;
    this.retryAfterMs = retryAfterMs;
    this.requestId = requestId;
    this.notThere = notThere;
  }
}
