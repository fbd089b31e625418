import type { EmployeeId, EntraObjectId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import { actionOf, reasonOf } from './codes.ts';
import type { RunChange } from './list-run-changes.ts';

/** A change of one person as it is selected, done by a run or planned by a preview. */
export type StoredChange = {
  readonly oid: EntraObjectId;
  readonly employee_id: EmployeeId | null;
  readonly action: number;
  readonly reason: number;
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
};

export const changeOf = (row: StoredChange, applied: boolean): RunChange => ({
  entraObjectId: row.oid,
  employeeId: row.employee_id,
  action: actionOf(row.action),
  reason: reasonOf(row.reason),
  applied,
  before: row.before,
  after: row.after,
});
