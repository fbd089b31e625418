import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/**
 * Notes where the changes ended, which is where the next run begins. An incremental run has read all it reads; a full
 * one goes on with everybody, and what it finds then is drift: whoever the changes did not name is among everybody. In the transaction of the last page of changes.
 */
export async function endChanges(tenantId: TenantId, tx: Tx, runId: RunId, watermark: string): Promise<void> {
  await tx.query(
    `update sync_runs set watermark = $3, cursor_link = null, previous_link = null, from_nothing = false,
       listing_done = kind = 'incremental', incomplete = incomplete and kind = 'incremental',
       phase = case kind when 'full' then 'listing' else phase end,
       listing_from = case kind when 'full' then page else listing_from end,
       drift_from = case kind when 'full' then last_change end
     where tenant_id = $1 and id = $2`,
    [tenantId, runId, watermark],
  );
}

/** Notes where changes can be read from after a listing. Safe to repeat: an earlier one is as good. */
export async function storeWatermark(tenantId: TenantId, tx: Tx, runId: RunId, watermark: string): Promise<void> {
  await tx.query('update sync_runs set watermark = $3 where tenant_id = $1 and id = $2 and watermark is null', [
    tenantId,
    runId,
    watermark,
  ]);
}
