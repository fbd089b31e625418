import { applyCleanUp } from '../db/apply-clean-up.ts';
import { isErasureDue } from '../db/erase-removed.ts';
import { leaveToApproved } from '../db/leave-to-approved.ts';
import { lockRun } from '../db/lock-run.ts';
import { readCleanUp } from '../db/read-clean-up.ts';
import { supersedeWaiting } from '../db/supersede-waiting.ts';
import { waitWith } from '../db/wait-with.ts';
import { assertNever } from '../sync/assert-never.ts';
import { guardCleanUp, type GuardVerdict } from '../sync/clean-up-guard.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { runFailure } from './failures.ts';
import type { RunIds } from './run-ids.ts';

export type CleanUpResult = {
  readonly next: 'done' | 'held';
  /** Somebody is to be erased: with no retention at all, whom this clean-up has removed. */
  readonly eraseDue: boolean;
};

/**
 * Applies the removals that a run proved, or holds all of them. Never a part.
 *
 * Safe to run twice: facts, verdict and removals share one transaction, and an applied removal is no longer planned.
 * A second attempt finds nothing to remove, which is never held, or the other run that it has said to wait with.
 */
export async function cleanUp(
  { db, now }: Pick<ActivityDeps, 'db' | 'now'>,
  { tenantId, runId }: RunIds,
): Promise<CleanUpResult> {
  return db.inTransaction(tenantId, async (tx) => {
    const run = await lockRun(tenantId, tx, runId);
    if (run === undefined) throw runFailure('interrupted');
    const ending = async (next: CleanUpResult['next']): Promise<CleanUpResult> => ({
      next,
      eraseDue: await isErasureDue(tenantId, tx, now()),
    });
    if (run.waitsWithAnother) return ending('held');
    await leaveToApproved(tenantId, tx, runId);
    const { facts, limits, approved, waitingWithSame } = await readCleanUp(tenantId, tx, runId, now());
    const verdict: GuardVerdict = approved ? { kind: 'apply' } : guardCleanUp(facts, limits);
    switch (verdict.kind) {
      case 'apply':
        if (!approved) await supersedeWaiting(tenantId, tx);
        await applyCleanUp(tenantId, tx, runId, now());
        return ending('done');
      case 'hold':
        await supersedeWaiting(tenantId, tx, waitingWithSame);
        if (waitingWithSame !== undefined) await waitWith(tenantId, tx, runId, waitingWithSame);
        return ending('held');
      default:
        return assertNever(verdict);
    }
  });
}
