import { EntraError } from '../../entra/entra-error.ts';
import type { FailureCode } from '../../sync/failure.ts';

/** Why a line of Check Connectivity could not be told: Microsoft's answer, or none in time. Throws on what is neither. */
export function failureOfCheck(err: unknown, { aborted }: AbortSignal): FailureCode {
  if (err instanceof EntraError) return err.code;
  if (aborted) return 'graphUnavailable';
  throw err;
}
