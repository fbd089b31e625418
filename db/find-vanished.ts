import type { RunId, TenantId } from '../sync/ids.ts';
import { PROOF, reasonCode } from './codes.ts';
import type { Tx } from './database.ts';
import { planByHash } from './plan-by-hash.ts';

export type Vanished = {
  readonly toProve: number;
  readonly cleanUpNeeded: boolean;
  readonly unsettled: boolean;
};

/**
 * Plans the removal of who is known but was not seen in the listing of a full run; missing people count too where clean-up
 * is on, since it takes them as well. Of an incremental run: of who was unpinned since the last good one, or could not be proven gone by it. Of a cleanUp
 * run: of everybody on the list that was approved. All of these have to be proven. Nobody pinned is among them. Safe to
 * repeat: a person is planned once.
 */
export async function findVanished(tenantId: TenantId, tx: Tx, runId: RunId): Promise<Vanished> {
  await planByHash(tx, () => planAbsent(tenantId, tx, runId));
  await planToAsk(tenantId, tx, runId);
  await planApproved(tenantId, tx, runId);
  const [found] = await tx.query<{ to_prove: number; clean_up_needed: boolean; unsettled: boolean }>(
    `select
       (select count(*)::int from planned_removals where tenant_id = $1 and run_id = $2 and proof = $3) as to_prove,
       exists (select from planned_removals where tenant_id = $1 and run_id = $2)
         or exists (select from sync_runs where tenant_id = $1 and state = 'held') as clean_up_needed,
       unsettled_since is not null as unsettled
     from tenants where id = $1`,
    [tenantId, runId, PROOF.toProve],
  );
  if (found === undefined) throw new Error('The tenant of this run is not there.');
  if (found.clean_up_needed) await countActive(tenantId, tx, runId);
  return { toProve: found.to_prove, cleanUpNeeded: found.clean_up_needed, unsettled: found.unsettled };
}

async function planAbsent(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query(
    `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof, absent)
     select e.tenant_id, r.id, e.entra_object_id, e.id, $3, $4, true
     from sync_runs r
     join integration_settings s on s.tenant_id = r.tenant_id and s.version = r.settings_version
     join employees e on e.tenant_id = r.tenant_id and not e.pinned and (e.status in ('active', 'duplicate')
       or (e.status = 'missing' and (s.settings -> 'cleanUp' ->> 'enabled')::boolean))
     where r.tenant_id = $1 and r.id = $2 and r.kind = 'full' and r.listing_done and not exists (
       select from listing_pages p cross join unnest(p.ids) seen (id)
       where p.tenant_id = $1 and p.run_id = $2 and p.page >= r.listing_from and seen.id = e.entra_object_id)
     on conflict (tenant_id, run_id, entra_object_id) do update set absent = true`,
    [tenantId, runId, reasonCode('deleted'), PROOF.toProve],
  );
}

/** Changes told of them before, if ever, and will not again; a full run looks at everybody anyway. */
async function planToAsk(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query(
    `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof)
     select e.tenant_id, r.id, e.entra_object_id, e.id, $3, $4
     from sync_runs r join employees e on e.tenant_id = r.tenant_id and e.ask_after < r.id
     where r.tenant_id = $1 and r.id = $2 and r.kind = 'incremental'
       and not e.pinned and e.status in ('active', 'duplicate')
     on conflict do nothing`,
    [tenantId, runId, reasonCode('deleted'), PROOF.toProve],
  );
}

async function planApproved(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query(
    `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof)
     select p.tenant_id, r.id, p.entra_object_id, p.employee_id, p.reason, $3
     from sync_runs r join planned_removals p on p.tenant_id = r.tenant_id and p.run_id = r.approves and p.proof = $4
     where r.tenant_id = $1 and r.id = $2
     on conflict do nothing`,
    [tenantId, runId, PROOF.toProve, PROOF.proven],
  );
}

/** "Active" in the guard is as of this moment. */
async function countActive(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query(
    `update sync_runs set active =
       (select count(*) from employees where tenant_id = $1 and status in ('active', 'duplicate'))
     where tenant_id = $1 and id = $2`,
    [tenantId, runId],
  );
}
