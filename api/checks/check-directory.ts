import { checkConnectivity, type Reached } from '../../entra/check-connectivity.ts';
import type { Directory } from '../../entra/directory.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { EntraTenantId } from '../../sync/ids.ts';
import type { CheckSteps } from './check-step.ts';

/** Somebody waits for the answer; each of the checks takes a second or two. */
export const CHECKS_WITHIN_MS = 20_000;

/**
 * Whether the directory can be reached, with an end: that Microsoft does not answer in time is a line as well. Throws
 * the reason of `asked` when that is aborted.
 */
export async function* checkDirectory(
  directory: Directory,
  expected: { readonly expectedId: EntraTenantId; readonly select: readonly string[] },
  asked?: AbortSignal,
): CheckSteps<Reached> {
  const inTime = AbortSignal.timeout(CHECKS_WITHIN_MS);
  try {
    return yield* checkConnectivity(directory, expected, asked ? AbortSignal.any([asked, inTime]) : inTime);
  } catch (err) {
    if (asked?.aborted === true || !inTime.aborted) throw err;
    const detail = `Microsoft did not answer within ${CHECKS_WITHIN_MS / 1000} seconds.`;
    yield { kind: 'told', check: { name: 'answer', ok: false, detail, remedy: FAILURES.graphUnavailable.remedy } };
    return { ok: false };
  }
}
