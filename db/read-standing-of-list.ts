import type { RunFacts } from '../sync/decide-run.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Whether the list of people that a run held can still be applied. Undefined: no such run. */
export async function readStandingOfList(tenantId: TenantId, tx: Tx, runId: RunId): Promise<RunFacts['approves']> {
  const [row] = await tx.query<{ standing: 'held' | 'approved' | 'closed' }>(
    `select case
       when r.state = 'held' and r.waiting_run is null then 'held'
       when r.decision = 'approved' and r.waiting_run is null
         and exists (select from planned_removals p where p.tenant_id = r.tenant_id and p.run_id = r.id) then 'approved'
       else 'closed' end as standing
     from sync_runs r where r.tenant_id = $1 and r.id = $2 for update of r`,
    [tenantId, runId],
  );
  return row?.standing;
}
