import type { RunId, TenantId } from '../sync/ids.ts';
import { closeRun } from './close-run.ts';
import type { Tx } from './database.ts';

/** Stores when the tenant is synced next, for people to read: the waiting itself is the workflow's. */
export async function scheduleNext(tenantId: TenantId, tx: Tx, nextSyncAt: Date): Promise<void> {
  await tx.query('update tenants set next_sync_at = $2 where id = $1', [tenantId, nextSyncAt]);
}

/**
 * Closes a run whose workflow has ended without closing it: terminated, or cancelled before it began.
 *
 * @param outcome how its workflow ended, as its parent saw it
 */
export async function closeAbandonedRun(tenantId: TenantId, tx: Tx, outcome: string, now: Date): Promise<void> {
  const running = await tx.query<{ id: RunId }>(
    `select id::text from sync_runs where tenant_id = $1 and state = 'running'`,
    [tenantId],
  );
  for (const { id } of running) {
    const end =
      outcome === 'cancelled'
        ? ({ outcome: 'cancelled', now } as const)
        : ({ outcome: 'failed', code: 'workflowEnded', now } as const);
    await closeRun(tenantId, tx, id, end);
  }
}
