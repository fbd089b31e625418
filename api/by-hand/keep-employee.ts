import type { EmployeeRow } from '../../db/employee-row.ts';
import { readEmployee } from '../../db/read-employee.ts';
import type { HandWish } from '../../sync/decide-by-hand.ts';
import type { EmployeeId, TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { notFound } from '../problem-error.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';
import { changeByHand } from './change-by-hand.ts';

/** Restores, pins or unpins an employee, and gives them as they are then. Safe to repeat. Throws ProblemError. */
export function keepEmployee(
  { db }: Pick<ApiDeps, 'db'>,
  tenantId: TenantId,
  employeeId: EmployeeId,
  wish: HandWish,
): Promise<EmployeeRow> {
  return db.inTransaction(tenantId, async (tx) => {
    requireStatus(await findTenant(tenantId, tx), NOT_LEAVING);
    await changeByHand(tenantId, tx, employeeId, wish);
    const found = await readEmployee(tenantId, tx, employeeId);
    if (found === undefined) throw notFound('employee');
    return found.employee;
  });
}
