import { eraseRemoved as eraseBatch } from '../db/erase-removed.ts';
import { lockRun } from '../db/lock-run.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { runFailure } from './failures.ts';
import type { RunIds } from './run-ids.ts';

/** People erased in one transaction, with all that runs changed of each. */
const BATCH = 1000;

/**
 * Erases people who were removed longer ago than the tenant keeps them, a batch at a time. Safe to run twice: who is
 * erased is not due any more.
 */
export async function eraseRemoved(
  { db, now }: Pick<ActivityDeps, 'db' | 'now'>,
  { tenantId, runId }: RunIds,
): Promise<{ readonly next: 'more' | 'done' }> {
  return db.inTransaction(tenantId, async (tx) => {
    if ((await lockRun(tenantId, tx, runId)) === undefined) throw runFailure('interrupted');
    const { next } = await eraseBatch(tenantId, tx, now(), BATCH);
    return { next };
  });
}
