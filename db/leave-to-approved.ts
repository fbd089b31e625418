import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/**
 * Takes people off a run's list whose removal a person approved already and another run is about to apply. Nobody can
 * approve or reject a list that waits until this transaction has ended, so it may compare with that list afterwards.
 */
export async function leaveToApproved(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query(`select from sync_runs where tenant_id = $1 and state = 'held' order by id for update`, [tenantId]);
  await tx.query(
    `delete from planned_removals mine using planned_removals theirs, sync_runs approved
     where mine.tenant_id = $1 and mine.run_id = $2
       and approved.tenant_id = $1 and approved.decision = 'approved' and approved.id <> $2
       and theirs.tenant_id = $1 and theirs.run_id = approved.id and theirs.entra_object_id = mine.entra_object_id
       and not exists (select from sync_runs r where r.tenant_id = $1 and r.id = $2 and r.kind = 'cleanUp')`,
    [tenantId, runId],
  );
}
