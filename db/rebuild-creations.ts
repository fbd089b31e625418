import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import type { Tx } from './database.ts';

/**
 * The values that people were created with, which creations do not store: those of today, with every later change
 * taken back, of runs and of people, the newest first. Nothing of whoever was erased since.
 */
export async function rebuildCreations(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  ids: readonly EntraObjectId[],
): Promise<ReadonlyMap<EntraObjectId, EmployeeValues>> {
  if (ids.length === 0) return new Map();
  const people = `{${ids.join(',')}}`;
  const today = await tx.query<{ oid: EntraObjectId; values: EmployeeValues }>(
    `select entra_object_id as oid, values from employees
     where tenant_id = $1 and entra_object_id = any($2::uuid[]) and created_in = $3 and erased_at is null`,
    [tenantId, people, runId],
  );
  const later = await tx.query<{ oid: EntraObjectId; before: EmployeeValues }>(
    `select oid, before from (
       select false as by_hand, entra_object_id as oid, run_id as run, seq, at, before from run_changes
       where tenant_id = $1 and entra_object_id = any($2::uuid[]) and run_id >= $3 and action <> 1 and before is not null
       union all
       select true, entra_object_id, after_run, coalesce((
           select max(c.seq) from run_changes c where c.tenant_id = $1 and c.entra_object_id = h.entra_object_id
             and c.action <> 1 and c.run_id = h.after_run and c.at <= h.at), 0), at, before
       from hand_changes h
       where tenant_id = $1 and entra_object_id = any($2::uuid[]) and after_run >= $3 and before is not null
     ) later order by run desc, seq desc, by_hand desc, at desc`,
    [tenantId, people, runId],
  );
  const values = new Map(today.map((row) => [row.oid, row.values]));
  for (const { oid, before } of later) {
    const soFar = values.get(oid);
    if (soFar !== undefined) values.set(oid, { ...soFar, ...before });
  }
  return values;
}
