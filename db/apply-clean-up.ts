import type { RunId, TenantId } from '../sync/ids.ts';
import { actionCode, PROOF } from './codes.ts';
import type { Tx } from './database.ts';
import { dropPlan } from './drop-plan.ts';

/**
 * Carries out a run's proven removals, all of them: removed where clean-up is on or a person approved, else missing.
 * Safe to repeat: who has left is not removed again, and the plan is gone afterwards.
 */
export async function applyCleanUp(tenantId: TenantId, tx: Tx, runId: RunId, now: Date): Promise<void> {
  await tx.query(
    `with run as materialized (
       select r.last_change,
         case when r.kind = 'cleanUp' or (s.settings -> 'cleanUp' ->> 'enabled')::boolean then 'removed' else 'missing' end
           as status
       from sync_runs r join integration_settings s on s.tenant_id = r.tenant_id and s.version = r.settings_version
       where r.tenant_id = $1 and r.id = $2
     ), gone as (
       update employees e set status = run.status, duplicate_of = null, updated_at = $3,
         removed_at = case run.status when 'removed' then $3::timestamptz end
       from planned_removals p cross join run
       where p.tenant_id = $1 and p.run_id = $2 and p.proof = $4
         and e.tenant_id = $1 and e.entra_object_id = p.entra_object_id
         and e.status <> 'removed' and e.status <> run.status
       returning e.id, e.entra_object_id, p.reason, run.status, run.last_change
     ), changes as (
       insert into run_changes (tenant_id, run_id, seq, entra_object_id, employee_id, action, reason, at)
       select $1, $2, last_change + row_number() over (order by entra_object_id), entra_object_id, id,
         case status when 'removed' then $5::smallint else $6::smallint end, reason, $3 from gone
     ), unsettled as (
       update tenants set unsettled_since = least(unsettled_since, $2) where id = $1 and exists (select from gone)
     )
     update sync_runs set
       removed = removed + (select count(*) from gone where status = 'removed'),
       missing = missing + (select count(*) from gone where status = 'missing'),
       last_change = last_change + (select count(*) from gone)
     where tenant_id = $1 and id = $2`,
    [tenantId, runId, now, PROOF.proven, actionCode('remove'), actionCode('missing')],
  );
  await dropPlan(tenantId, tx, runId);
}
