import { assertNever } from '../sync/assert-never.ts';
import type { HandKindChange } from '../sync/decide-kind-by-hand.ts';
import type { EmployeeId, EntraObjectId, TenantId } from '../sync/ids.ts';
import type { AboutKind, PersonKind } from '../sync/person-kind.ts';
import type { WantedEmployee } from '../sync/planned-change.ts';
import { actionCode, reasonCode } from './codes.ts';
import { settleOwnAddress } from './change-by-hand.ts';
import type { Tx } from './database.ts';
import { NEWEST_RUN } from './newest-run.ts';
import { askForEmployees } from './people-to-ask.ts';
import { keepFindable } from './search-blocks.ts';

/**
 * Does to one person what a kind by hand brings about, outside of any run. The caller has the tenant's row locked, so that
 * no run writes meanwhile. An employee who stays gets the new kind and nothing else: what else changed in Entra is for
 * the next run, which keeps the values before and after. It asks for them by id, since changes may have told of it while
 * the employee was pinned and did not match. Safe to repeat.
 */
export async function applyKindByHand(
  tenantId: TenantId,
  tx: Tx,
  entraObjectId: EntraObjectId,
  change: HandKindChange,
): Promise<void> {
  if (change === 'unchanged') return takeOffKindLists(tenantId, tx, entraObjectId);
  switch (change.action) {
    case 'create':
    case 'restore':
      await bringIn(tenantId, tx, change.person);
      return takeOffKindLists(tenantId, tx, entraObjectId);
    case 'update':
      await relabel(tenantId, tx, entraObjectId, change.person.kind, change.person.kindEvidence);
      if (!(await takeOverHash(tenantId, tx, change.person))) await askForEmployees(tenantId, tx, [entraObjectId]);
      return takeOffKindLists(tenantId, tx, entraObjectId);
    case 'relabel':
      await relabel(tenantId, tx, entraObjectId, change.kind, { evidence: 'byHand' });
      await askForEmployees(tenantId, tx, [entraObjectId]);
      return takeOffKindLists(tenantId, tx, entraObjectId);
    case 'remove':
    case 'missing':
      return leave(tenantId, tx, change.employeeId, change.action);
    case 'skip':
      return;
    default:
      return assertNever(change);
  }
}

/** Who is left out without being taken away, pinned or never in, is shown with the kind all the same. */
export async function relabel(
  tenantId: TenantId,
  tx: Tx,
  entraObjectId: EntraObjectId,
  kind: PersonKind,
  about: AboutKind,
): Promise<void> {
  await tx.query(
    `update employees set kind = $3, kind_evidence = $4, updated_at = now()
     where tenant_id = $1 and entra_object_id = $2 and erased_at is null
       and (kind, kind_evidence) is distinct from ($3, $4::jsonb)`,
    [tenantId, entraObjectId, kind, JSON.stringify(about)],
  );
}

/** Where nothing but the kind differs, the next run is to find nothing to do. False: something else does. */
async function takeOverHash(tenantId: TenantId, tx: Tx, person: WantedEmployee): Promise<boolean> {
  const taken = await tx.query(
    `update employees set hash = decode($3, 'hex')
     where tenant_id = $1 and entra_object_id = $2 and email = $4 and sort_name = $5 and values::jsonb = $6::jsonb
     returning 1`,
    [
      ...[tenantId, person.entraObjectId, person.fingerprint],
      ...[person.email, person.sortName, JSON.stringify(person.values)],
    ],
  );
  return taken.length > 0;
}

const KIND_REASONS = ['guest', 'sharedMailbox', 'room', 'equipment', 'serviceAccount'] as const;

/** No list that waits, and no run that is going, removes somebody for a kind that they are not any more. */
async function takeOffKindLists(tenantId: TenantId, tx: Tx, entraObjectId: EntraObjectId): Promise<void> {
  await tx.query(
    `delete from planned_removals where tenant_id = $1 and entra_object_id = $2 and reason = any($3::smallint[])`,
    [tenantId, entraObjectId, `{${KIND_REASONS.map(reasonCode).join(',')}}`],
  );
}

/**
 * Creates an employee or brings one back. A creation names the newest run as the one where the history begins; that a
 * person did it stands among the changes by hand. The address is held later than by anybody who has it.
 */
async function bringIn(tenantId: TenantId, tx: Tx, person: WantedEmployee): Promise<void> {
  const [employee] = await tx.query<{ id: EmployeeId }>(
    `with was as materialized (
       select status, erased_at from employees where tenant_id = $1 and entra_object_id = $2
     ), e as (
       insert into employees as e (tenant_id, entra_object_id, email, email_key, sort_name, kind, kind_evidence, values,
         hash, manager_entra_object_id, held_since, created_in)
       select $1, $2, $3, $4, $5, $6, $7, $8, decode($9, 'hex'), $12, newest.run + case when exists (
           select from employees o where o.tenant_id = $1 and o.email_key = $4
             and o.status in ('active', 'duplicate')) then 1 else 0 end, newest.run
       from ${NEWEST_RUN}
       on conflict (tenant_id, entra_object_id) do update set email = excluded.email, email_key = excluded.email_key,
         sort_name = excluded.sort_name, kind = excluded.kind, kind_evidence = excluded.kind_evidence,
         values = excluded.values, hash = excluded.hash, manager_entra_object_id = excluded.manager_entra_object_id, status = 'active', duplicate_of = null, removed_at = null,
         erased_at = null, updated_at = now(), held_since = excluded.held_since,
         created_in = case when e.erased_at is null then e.created_in else excluded.created_in end,
         created_at = case when e.erased_at is null then e.created_at else now() end
       returning id
     ), counted as (
       update tenants set employees = employees + 1
       where id = $1 and not exists (select from was where status in ('active', 'duplicate', 'missing'))
     ), noted as (
       insert into hand_changes (tenant_id, employee_id, entra_object_id, action, after_run)
       select $1, e.id, $2,
         case when exists (select from was where erased_at is null) then $10::smallint else $11::smallint end, newest.run
       from e cross join ${NEWEST_RUN}
     )
     select id from e`,
    [
      ...[tenantId, person.entraObjectId, person.email, person.email.toLowerCase(), person.sortName, person.kind],
      ...[JSON.stringify(person.kindEvidence), JSON.stringify(person.values), person.fingerprint],
      ...[actionCode('restore'), actionCode('create'), person.managerId ?? null],
    ],
  );
  if (employee === undefined) return;
  await keepFindable(tenantId, tx, [{ id: employee.id, sortName: person.sortName, email: person.email }]);
  await settleOwnAddress(tenantId, tx, employee.id);
}

/**
 * A removal that a person decided is in no run, and so not in the sum that the guard looks at. The address is given away
 * by the next settlement, which is to take nobody for newer than they are: whoever has an address got it in the newest
 * run, or by hand with the number after it, at the latest.
 */
async function leave(tenantId: TenantId, tx: Tx, employeeId: EmployeeId, action: 'remove' | 'missing'): Promise<void> {
  const status = action === 'remove' ? 'removed' : 'missing';
  await tx.query(
    `with gone as (
       update employees set status = $3, duplicate_of = null, updated_at = now(),
         removed_at = case $3 when 'removed' then now() end
       where tenant_id = $1 and id = $2 and status <> 'removed' and status <> $3
       returning id, entra_object_id
     ), counted as (
       update tenants set unsettled_since = least(unsettled_since, newest.run + 2),
         employees = employees - case $3 when 'removed' then 1 else 0 end
       from ${NEWEST_RUN} where id = $1 and exists (select from gone)
     )
     insert into hand_changes (tenant_id, employee_id, entra_object_id, action, after_run)
     select $1, gone.id, gone.entra_object_id, $4, newest.run from gone cross join ${NEWEST_RUN}`,
    [tenantId, employeeId, status, actionCode(action)],
  );
}
