import * as z from 'zod';
import type { EmployeeId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { forgetNames } from './search-blocks.ts';

const Time = z.coerce.date();

/** How many were erased, and whether there may be more. */
export type Erased = { readonly people: number; readonly next: 'more' | 'done' };

/** Days for which the tenant's newest settings keep what was known of removed employees. $1: the tenant. */
const KEPT = `(
    select (settings -> 'cleanUp' ->> 'retentionDays')::int as days from integration_settings
    where tenant_id = $1 order by version desc limit 1) kept`;

/**
 * Employees who were removed longer ago than the tenant's newest settings keep what was known of them. With 0 days
 * nobody's clock is asked. $1: the tenant, $2: now.
 */
const DUE = `
  from employees e cross join ${KEPT}
  where e.tenant_id = $1 and e.status = 'removed' and e.erased_at is null
    and (kept.days = 0 or e.removed_at <= $2::timestamptz - make_interval(days => kept.days))`;

/** The object ids of those who are due, of a statement that has them. */
const DUE_IDS = 'array(select entra_object_id from due)';

/** When what is known of an employee may be erased; undefined of somebody who is not removed, or erased already. */
export async function readErasureTime(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<Date | undefined> {
  const [row] = await tx.query<{ at: string }>(
    `select e.removed_at + make_interval(days => kept.days) as at from employees e cross join ${KEPT}
     where e.tenant_id = $1 and e.id = $2 and e.status = 'removed' and e.erased_at is null`,
    [tenantId, employeeId],
  );
  return row && Time.parse(row.at);
}

/** Whether somebody is to be erased now. */
export async function isErasureDue(tenantId: TenantId, tx: Tx, now: Date): Promise<boolean> {
  const [row] = await tx.query<{ due: boolean }>(`select exists (select ${DUE}) as due`, [tenantId, now]);
  return row?.due === true;
}

/**
 * Erases those whose time is over, at most so many: address, name, kind, manager, values and photo of the employee, and the values in
 * what runs and people changed, or previews would. Ids, status, actions and times stay. A creation keeps no values of its own, and a planned removal
 * only ids and a reason. Safe to repeat: who is erased is not due.
 *
 * The caller has the tenant's row locked, so that nobody is restored, by a run or by hand, and erased at once.
 */
export async function eraseRemoved(tenantId: TenantId, tx: Tx, now: Date, limit: number): Promise<Erased> {
  const erased = await tx.query<{ id: EmployeeId }>(
    `with due as materialized (select e.id, e.entra_object_id ${DUE} order by e.entra_object_id limit $3 for update of e),
     changes as (
       update run_changes set before = null, after = null
       where tenant_id = $1 and entra_object_id = any(${DUE_IDS}) and action <> 1
         and (before is not null or after is not null)
     ), by_hand as (
       update hand_changes set before = null, after = null
       where tenant_id = $1 and entra_object_id = any(${DUE_IDS}) and before is not null
     ), previewed as (
       update preview_changes set sort_name = '', email_key = '', before = null, after = null
       where tenant_id = $1 and entra_object_id = any(${DUE_IDS})
         and (after is not null or sort_name <> '')
     ), duplicates as (
       update preview_duplicates set
         name = case when entra_object_id = any(${DUE_IDS}) then '' else name end,
         email_key = case when entra_object_id = any(${DUE_IDS}) then '' else email_key end,
         holder_name = case when holder_entra_object_id = any(${DUE_IDS}) then '' else holder_name end
       where tenant_id = $1 and (entra_object_id = any(${DUE_IDS}) or holder_entra_object_id = any(${DUE_IDS}))
     ), photos as (
       delete from employee_photos where tenant_id = $1 and employee_id = any(array(select id from due))
     ), erased as (
       update employees set email = '', email_key = '', sort_name = '', kind = 'person',
         kind_evidence = '{"evidence": "nothingElseFits"}', values = '{}', values_by_hand = '{}',
         manager_entra_object_id = null, hash = '',
         erased_at = $2
       where tenant_id = $1 and id = any(array(select id from due)) returning id
     )
     select id from erased`,
    [tenantId, now, limit],
  );
  const people = erased.length;
  await forgetNames(
    tenantId,
    tx,
    erased.map(({ id }) => id),
  );
  return { people, next: people === limit ? 'more' : 'done' };
}

/** Notes that nobody of this tenant is due any more, and when that was. */
export async function noteErasureChecked(tenantId: TenantId, tx: Tx, now: Date): Promise<void> {
  await tx.query('update tenants set erasure_checked_at = $2 where id = $1', [tenantId, now]);
}
