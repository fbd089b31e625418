import { isFailureCode } from '../sync/failure.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { closeRun } from './close-run.ts';
import type { Tx } from './database.ts';

/** Stores when the tenant is synced next, for people to read: the waiting itself is the workflow's. */
export async function scheduleNext(tenantId: TenantId, tx: Tx, nextSyncAt: Date): Promise<void> {
  await tx.query('update tenants set next_sync_at = $2 where id = $1', [tenantId, nextSyncAt]);
}

/**
 * Closes a run whose workflow has ended without closing it: terminated, or cancelled before it began, or failed while
 * the database was away. Nothing happens to one that is closed, and to no other run.
 *
 * @param outcome how its workflow ended, as its parent saw it
 */
export async function closeAbandonedRun(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  outcome: string,
  now: Date,
): Promise<void> {
  if (outcome === 'cancelled') return closeRun(tenantId, tx, runId, { outcome, now });
  const code = isFailureCode(outcome) ? outcome : 'workflowEnded';
  return closeRun(tenantId, tx, runId, { outcome: 'failed', code, now });
}
