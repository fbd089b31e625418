import type { Directory } from '../../entra/directory.ts';
import { EntraError } from '../../entra/entra-error.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import { ProblemError } from '../problem-error.ts';

/** Somebody waits for the answer. */
const WITHIN_MS = 20_000;

/**
 * One person as Entra has them now, with the selected properties. Throws ProblemError where Entra does not show them:
 * gone, or not to be asked at the moment.
 */
export async function lookUpUser(
  directory: Directory,
  id: EntraObjectId,
  select: readonly string[],
): Promise<EntraUser> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  try {
    const proof = (await directory.proveUsers([id], undefined, select, signal)).get(id);
    if (proof?.kind === 'there') return proof.user;
  } catch (err) {
    if (!(err instanceof EntraError) && !signal.aborted) throw err;
  }
  throw new ProblemError('notLookedUp', 'Entra did not show this person just now, so there is no value to give back.', {
    remedy: 'Try again in a minute. Of somebody who is deleted in Entra, set the value by hand instead.',
  });
}
