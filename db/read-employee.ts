import * as z from 'zod';
import type { EmployeeId, EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import type { ChangeAction, ChangeReason } from '../sync/planned-change.ts';
import { actionCode, actionOf, reasonCode, reasonOf } from './codes.ts';
import type { Tx } from './database.ts';
import { EMPLOYEE_COLUMNS, employeeOf, type EmployeeRow, type StoredEmployee } from './employee-row.ts';
import { rebuildCreations } from './rebuild-creations.ts';

/** What one run, or a person, did to an employee. */
export type EmployeeChange = {
  /** Null: a person did it by hand. */
  readonly runId: RunId | null;
  readonly action: ChangeAction;
  readonly reason: ChangeReason;
  readonly at: Date;
  /** Only the fields that differ. */
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
};

export type EmployeeWithHistory = {
  readonly employee: EmployeeRow;
  /** The newest first, the creation last. */
  readonly history: readonly EmployeeChange[];
};

type Stored = StoredEmployee & { readonly created_in: RunId };
type StoredChange = {
  readonly run_id: RunId | null;
  readonly action: number;
  readonly reason: number;
  readonly at: string;
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
};

/**
 * One employee, a removed one too, and all that runs and people did to it; undefined when the tenant has none of that
 * id. Of an erased one the history has no values; of one who came back after that, it begins with the coming back.
 */
export async function readEmployee(
  tenantId: TenantId,
  tx: Tx,
  employeeId: EmployeeId,
): Promise<EmployeeWithHistory | undefined> {
  const [row] = await tx.query<Stored>(
    `select ${EMPLOYEE_COLUMNS}, created_in::text from employees where tenant_id = $1 and id = $2`,
    [tenantId, employeeId],
  );
  if (row === undefined) return undefined;
  const employee = employeeOf(row);
  const later = await tx.query<StoredChange>(LATER, [
    tenantId,
    employee.entraObjectId,
    row.created_in,
    employeeId,
    reasonCode('byHand'),
  ]);
  return { employee, history: [...later.map(changeOf), await creationOf(tenantId, tx, employee, row.created_in)] };
}

/**
 * Action 1, create (db/codes.ts), as the index of changes has it. What was done by hand stands after all changes of runs
 * before it, and within those of the run that was going by its time.
 */
const LATER = `
select case when by_hand then null else run::text end as run_id, action, reason, at, before, after from (
  select false as by_hand, run_id as run, seq, action, reason, at, before, after from run_changes
  where tenant_id = $1 and entra_object_id = $2 and action <> 1 and run_id >= $3
  union all
  select true, h.after_run, coalesce((
      select max(c.seq) from run_changes c where c.tenant_id = $1 and c.entra_object_id = $2 and c.action <> 1
        and c.run_id = h.after_run and c.at <= h.at), 0),
    h.action, $5::smallint, h.at, h.before, h.after
  from hand_changes h where h.tenant_id = $1 and h.employee_id = $4 and h.after_run >= $3 and h.action <> 1
) changes order by run desc, seq desc, by_hand desc, at desc`;

const changeOf = ({ run_id, action, reason, at, before, after }: StoredChange): EmployeeChange => ({
  runId: run_id,
  action: actionOf(action),
  reason: reasonOf(reason),
  at: z.coerce.date().parse(at),
  before,
  after,
});

/** The employee with this Entra object id, a removed one too. */
export async function findEmployeeOfPerson(
  tenantId: TenantId,
  tx: Tx,
  entraObjectId: EntraObjectId,
): Promise<EmployeeRow | undefined> {
  const [row] = await tx.query<StoredEmployee>(
    `select ${EMPLOYEE_COLUMNS} from employees where tenant_id = $1 and entra_object_id = $2`,
    [tenantId, entraObjectId],
  );
  return row && employeeOf(row);
}

/** A creation is told from the employee: among the changes of its run, which can be a million, no index finds it. */
async function creationOf(tenantId: TenantId, tx: Tx, employee: EmployeeRow, runId: RunId): Promise<EmployeeChange> {
  const values = await rebuildCreations(tenantId, tx, runId, [employee.entraObjectId]);
  const [hand] = await tx.query<{ by_hand: boolean }>(
    `select exists (select from hand_changes where tenant_id = $1 and employee_id = $2 and action = $3
       and after_run = $4) as by_hand`,
    [tenantId, employee.id, actionCode('create'), runId],
  );
  const byHand = hand?.by_hand === true;
  return {
    runId: byHand ? null : runId,
    action: 'create',
    reason: byHand ? 'byHand' : 'matches',
    at: employee.createdAt,
    before: null,
    after: values.get(employee.entraObjectId) ?? null,
  };
}
