import type { EmployeeStatus } from '../sync/employee-status.ts';
import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** `atLeast`: there are more, and nobody has counted how many. */
export type EmployeeCount = { readonly people: number; readonly atLeast: boolean };
export type EmployeeCounts = Readonly<Record<EmployeeStatus, EmployeeCount>>;

/** So many are counted one by one: two milliseconds of an index. Beyond, a page says "more than". */
const COUNTED = 10_000;

/**
 * How many employees are in which status, without reading a million of them each time a page is shown. Few are anything
 * but active, and an index holds just those: they are counted up to a bound. How many there are in all is noted at the
 * end of each run, with what the run that is going has added so far; the rest of them is active.
 */
export async function countEmployees(tenantId: TenantId, tx: Tx): Promise<EmployeeCounts> {
  const bounded = (status: Exclude<EmployeeStatus, 'active'>) =>
    `(select count(*)::int from (
       select from employees where tenant_id = $1 and status = '${status}' limit ${COUNTED + 1}) counted) as ${status}`;
  const [row] = await tx.query<{ present: number } & Readonly<Record<Exclude<EmployeeStatus, 'active'>, number>>>(
    `select t.employees + coalesce((
         select r.created + r.restored from sync_runs r where r.tenant_id = $1 and r.state = 'running' and r.kind <> 'preview'), 0) as present,
       ${bounded('duplicate')}, ${bounded('missing')}, ${bounded('removed')}
     from tenants t where t.id = $1`,
    [tenantId],
  );
  if (row === undefined) throw new Error('The tenant whose employees are counted is not there.');
  const { present, duplicate, missing, removed } = row;
  const cut = (people: number): EmployeeCount =>
    people > COUNTED ? { people: COUNTED, atLeast: true } : { people, atLeast: false };
  return {
    active: {
      people: Math.max(0, present - cut(duplicate).people - cut(missing).people),
      atLeast: false,
    },
    duplicate: cut(duplicate),
    missing: cut(missing),
    removed: cut(removed),
  };
}
