import { countPeopleOnce } from '../db/count-people-once.ts';
import { isErasureDue } from '../db/erase-removed.ts';
import { findVanished as storeVanished } from '../db/find-vanished.ts';
import { lockRun } from '../db/lock-run.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { runFailure } from './failures.ts';
import type { RunIds } from './run-ids.ts';

export type Vanished = {
  /** People whose absence has to be proven, one by one. */
  readonly toProve: number;
  /** Somebody may have to leave, or a held clean-up has to be compared with what this run found. */
  readonly cleanUpNeeded: boolean;
  /** Addresses have changed hands since they were last settled. */
  readonly unsettled: boolean;
  /** Somebody was removed so long ago that they are to be erased. */
  readonly eraseDue: boolean;
};

/**
 * Finds who is known but was not in the completed listing (of an approved clean-up: everybody on its list), as
 * candidates only. A listing without a single person is never believed, and one that somebody is missing from, told of
 * without an id, ends the run here: whoever else was read is written, and nobody is removed.
 *
 * Safe to run twice: candidates are stored once each.
 */
export async function findVanished(
  { db, now }: Pick<ActivityDeps, 'db' | 'now'>,
  { tenantId, runId }: RunIds,
): Promise<Vanished> {
  return db.inTransaction(tenantId, async (tx) => {
    const run = await lockRun(tenantId, tx, runId);
    if (run === undefined) throw runFailure('interrupted');
    if (run.kind !== 'cleanUp' && !run.listingDone) throw runFailure('listingIncomplete');
    if (run.incomplete) throw runFailure('personWithoutId');
    if (run.kind === 'full' && run.read === 0) throw runFailure('listingIncomplete');
    await countPeopleOnce(tenantId, tx, runId);
    const found = await storeVanished(tenantId, tx, runId);
    return { ...found, eraseDue: await isErasureDue(tenantId, tx, now()) };
  });
}
