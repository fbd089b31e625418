import * as z from 'zod';
import type { EmployeeId, RunId, TenantId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import type { ChangeAction, ChangeReason } from '../sync/planned-change.ts';
import { actionOf, reasonOf } from './codes.ts';
import type { Tx } from './database.ts';
import { EMPLOYEE_COLUMNS, employeeOf, type EmployeeRow, type StoredEmployee } from './employee-row.ts';
import { rebuildCreations } from './rebuild-creations.ts';

/** What one run did to an employee. */
export type EmployeeChange = {
  readonly runId: RunId;
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
  readonly run_id: RunId;
  readonly action: number;
  readonly reason: number;
  readonly at: string;
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
};

/** One employee, a removed one too, and all that runs did to it; undefined when the tenant has none of that id. */
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
  // Action 1, create (db/codes.ts), as the index of changes has it.
  const later = await tx.query<StoredChange>(
    `select run_id::text, action, reason, at, before, after from run_changes
     where tenant_id = $1 and entra_object_id = $2 and action <> 1 order by run_changes.run_id desc, seq desc`,
    [tenantId, employee.entraObjectId],
  );
  return { employee, history: [...later.map(changeOf), await creationOf(tenantId, tx, employee, row.created_in)] };
}

const changeOf = ({ run_id, action, reason, at, before, after }: StoredChange): EmployeeChange => ({
  runId: run_id,
  action: actionOf(action),
  reason: reasonOf(reason),
  at: z.coerce.date().parse(at),
  before,
  after,
});

/** A creation is told from the employee: among the changes of its run, which can be a million, no index finds it. */
async function creationOf(tenantId: TenantId, tx: Tx, employee: EmployeeRow, runId: RunId): Promise<EmployeeChange> {
  const values = await rebuildCreations(tenantId, tx, runId, [employee.entraObjectId]);
  return {
    runId,
    action: 'create',
    reason: 'matches',
    at: employee.createdAt,
    before: null,
    after: values.get(employee.entraObjectId) ?? null,
  };
}
