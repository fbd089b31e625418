import { assertNever } from '../sync/assert-never.ts';
import type { HandDecision, HandFacts } from '../sync/decide-by-hand.ts';
import { NEXT_STATUS, type EmployeeStatus } from '../sync/employee-status.ts';
import type { EmployeeId, TenantId } from '../sync/ids.ts';
import { settleAddress } from '../sync/settle-addresses.ts';
import { actionCode } from './codes.ts';
import type { Tx } from './database.ts';
import { lockTenant } from './lock-tenant.ts';
import { NEWEST_RUN } from './newest-run.ts';
import { readHolders } from './settle-addresses.ts';

/**
 * What a person's wish about an employee is decided by; undefined when there is none of that id. Until the transaction
 * ends no run writes anything of the tenant.
 */
export async function readForHand(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<HandFacts | undefined> {
  await lockTenant(tenantId, tx);
  const [row] = await tx.query<HandFacts>(
    'select status, pinned, erased_at is not null as erased from employees where tenant_id = $1 and id = $2',
    [tenantId, employeeId],
  );
  return row;
}

/** Does to an employee what was decided, in the transaction that has read the facts of it. */
export async function applyByHand(
  tenantId: TenantId,
  tx: Tx,
  employeeId: EmployeeId,
  decision: Exclude<HandDecision, 'erased'>,
): Promise<void> {
  switch (decision) {
    case 'bringBack':
      await bringBack(tenantId, tx, employeeId);
      await takeOffLists(tenantId, tx, employeeId);
      return;
    case 'pin':
      await setPinned(tenantId, tx, employeeId, true);
      await takeOffLists(tenantId, tx, employeeId);
      return;
    case 'unpin':
      await setPinned(tenantId, tx, employeeId, false);
      return;
    case 'unchanged':
      return;
    default:
      return assertNever(decision);
  }
}

async function setPinned(tenantId: TenantId, tx: Tx, employeeId: EmployeeId, pinned: boolean): Promise<void> {
  await tx.query(
    `update employees e set pinned = $3, ask_after = case when not $3 then newest.run end, updated_at = now()
     from ${NEWEST_RUN} where e.tenant_id = $1 and e.id = $2`,
    [tenantId, employeeId, pinned],
  );
}

/** Nobody pinned leaves: not by a list that waits for a decision or is about to be applied either. */
async function takeOffLists(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<void> {
  await tx.query(
    `delete from planned_removals where tenant_id = $1
       and entra_object_id = (select entra_object_id from employees where tenant_id = $1 and id = $2)`,
    [tenantId, employeeId],
  );
}

async function bringBack(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<void> {
  await tx.query(
    `with back as (
       update employees e set status = $4, pinned = true, removed_at = null, duplicate_of = null,
         updated_at = now(), held_since = newest.run + case when exists (
           select from employees o where o.tenant_id = $1 and o.email_key = e.email_key
             and o.status in ('active', 'duplicate')) then 1 else 0 end
       from ${NEWEST_RUN} cross join employees was
       where was.tenant_id = $1 and e.tenant_id = $1 and e.id = $2 and was.id = e.id
       returning e.id, e.entra_object_id, was.status as was, newest.run
     ), counted as (
       update tenants set employees = employees + (select count(*) from back where was = 'removed') where id = $1
     )
     insert into hand_changes (tenant_id, employee_id, entra_object_id, action, after_run)
     select $1, id, entra_object_id, $3, run from back`,
    [tenantId, employeeId, actionCode('restore'), BACK],
  );
  await settleOwnAddress(tenantId, tx, employeeId);
}

/** Missing and removed ones come back alike. */
const BACK: EmployeeStatus = NEXT_STATUS.removed.back;

/**
 * The address goes to whoever holds it now: the one who comes back holds it from this moment on, later than anybody.
 * What the others are to each other is for the end of a run to settle.
 */
export async function settleOwnAddress(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<void> {
  const settled = settleAddress(await readHolders(tenantId, tx, employeeId));
  const own = settled.find((each) => each.employeeId === employeeId);
  if (own === undefined) return;
  await tx.query('update employees set status = $3, duplicate_of = $4 where tenant_id = $1 and id = $2', [
    tenantId,
    employeeId,
    own.status,
    own.duplicateOf,
  ]);
}
