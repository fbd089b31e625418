import { checkConnectivity, type Connectivity } from '../../entra/check-connectivity.ts';
import type { Directory } from '../../entra/directory.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { EntraTenantId } from '../../sync/ids.ts';

/** Somebody waits for the answer; each of the checks takes a second or two. */
export const CHECKS_WITHIN_MS = 20_000;

/** Check Connectivity, with an end: that Microsoft does not answer in time is a finding as well. */
export async function checkDirectory(
  directory: Directory,
  expected: { readonly expectedId: EntraTenantId; readonly select: readonly string[] },
): Promise<Omit<Connectivity, 'checks'> & { readonly checks: readonly Finding[] }> {
  const signal = AbortSignal.timeout(CHECKS_WITHIN_MS);
  try {
    return await checkConnectivity(directory, expected, signal);
  } catch (err) {
    if (!signal.aborted) throw err;
    const detail = `Microsoft did not answer within ${CHECKS_WITHIN_MS / 1000} seconds.`;
    const { remedy } = FAILURES.graphUnavailable;
    return { ok: false, checks: [{ name: 'answer', ok: false, detail, remedy }] };
  }
}

type Finding = { readonly name: string; readonly ok: boolean; readonly detail: string; readonly remedy?: string };
