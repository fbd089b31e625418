import { closeRun as storeEnd } from '../db/close-run.ts';
import type { ActivityDeps } from './activity-deps.ts';
import type { RunIds } from './run-ids.ts';

export type RunEnd = RunIds &
  (
    | { readonly outcome: 'succeeded' | 'held' | 'cancelled' }
    | { readonly outcome: 'failed'; readonly code: string; readonly detail?: string }
  );

/**
 * Ends a run: outcome, what the tenant's admin reads, lease. Nothing happens when the run has ended already, or
 * when it or its tenant is gone, so it is safe to run twice.
 */
export async function closeRun(
  { db, now }: Pick<ActivityDeps, 'db' | 'now'>,
  { tenantId, runId, ...end }: RunEnd,
): Promise<void> {
  await db.inTransaction(tenantId, (tx) => storeEnd(tenantId, tx, runId, { ...end, now: now() }));
}
