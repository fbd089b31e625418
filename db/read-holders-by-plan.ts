import type { EmployeeId, RunId, TenantId } from '../sync/ids.ts';
import type { AddressHolder } from '../sync/settle-addresses.ts';
import { actionCode } from './codes.ts';
import type { Tx } from './database.ts';
import { byAddress, HELD_SINCE, holderOf, type HolderRow } from './settle-addresses.ts';

/** Somebody who would have an address that another would have too. */
export type PlannedHolder = AddressHolder & {
  /** Null: somebody new. */
  readonly knownAs: EmployeeId | null;
  /** What they would be called; without a name, the address. */
  readonly name: string;
  /** In small letters. */
  readonly address: string;
};

type Row = HolderRow & { readonly known_as: EmployeeId | null; readonly sort_name: string };

/**
 * Who would have each address that several would have, once a preview's plan were applied. Of a preview whose plan is
 * complete. An address that the plan gives counts as given by this run, as the sync would count it; somebody new has no
 * id yet and goes by the object id.
 */
export async function readHoldersByPlan(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
): Promise<readonly (readonly PlannedHolder[])[]> {
  const rows = await tx.query<Row>(
    `with plan as (
       select entra_object_id as oid, employee_id, action, email_key, sort_name from preview_changes
       where tenant_id = $1 and run_id = $2),
     present as (
       select e.email_key, e.id, e.entra_object_id as oid, e.status, e.duplicate_of,
         ${HELD_SINCE}, e.id as known_as, e.sort_name
       from employees e where e.tenant_id = $1 and e.status in ('active', 'duplicate')
     ), would_be as (
       select p.* from present p where not exists (select from plan where plan.oid = p.oid)
       union all
       select plan.email_key, coalesce(p.id, plan.oid), plan.oid, coalesce(p.status, 'active'), p.duplicate_of,
         case when p.email_key = plan.email_key then p.held_since else $2 end, plan.employee_id, plan.sort_name
       from plan left join present p on p.oid = plan.oid where plan.action = any($3::smallint[])
     ), contested as (select email_key from would_be group by email_key having count(*) > 1)
     select w.* from would_be w join contested c on c.email_key = w.email_key`,
    [tenantId, runId, [actionCode('create'), actionCode('update'), actionCode('restore')]],
  );
  return byAddress(rows, (row) => ({
    ...holderOf(row),
    knownAs: row.known_as,
    name: row.sort_name === '' ? row.email_key : row.sort_name,
    address: row.email_key,
  }));
}
