import { completePreview as countPlan } from '../db/complete-preview.ts';
import { notePreviewed } from '../db/note-previewed.ts';
import { planByHash } from '../db/plan-by-hash.ts';
import { readHoldersByPlan } from '../db/read-holders-by-plan.ts';
import { readRunWork } from '../db/read-run-work.ts';
import { guardCleanUp } from '../sync/clean-up-guard.ts';
import { newDuplicates } from '../sync/settle-addresses.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { runFailure } from './failures.ts';
import { lockOrStop, stopsHere } from './lock-or-stop.ts';
import type { RunIds } from './run-ids.ts';

/**
 * Completes the plan of a preview whose listing is at its end: whoever is known and absent, the counters, who would share
 * an address with somebody, and whether the clean-up would wait for a decision. Nobody is proven gone. A listing without
 * a single person is never believed, nor one that somebody is missing from, told of without an id.
 *
 * Safe to run twice: a person is listed once, and everything is counted from what is listed.
 */
export async function completePreview(
  { db, now }: Pick<ActivityDeps, 'db' | 'now'>,
  { tenantId, runId }: RunIds,
): Promise<void> {
  await db.inTransaction(tenantId, async (tx) => {
    const run = await lockOrStop({ tenantId, runId }, tx);
    stopsHere(run);
    const work = await readRunWork(tenantId, tx, runId);
    if (work === undefined) throw runFailure('interrupted');
    if (run.incomplete) throw runFailure('personWithoutId');
    if (!run.listingDone || run.read === 0) throw runFailure('listingIncomplete');
    const { cleanUp } = work.settings;
    const facts = await countPlan(tenantId, tx, runId, { cleanUpEnabled: cleanUp.enabled, now: now() });
    const holders = await planByHash(tx, () => readHoldersByPlan(tenantId, tx, runId));
    const verdict = guardCleanUp(facts, cleanUp);
    const hold = verdict.kind === 'hold' ? verdict : undefined;
    await notePreviewed(tenantId, tx, runId, { duplicates: newDuplicates(holders), hold });
  });
}
