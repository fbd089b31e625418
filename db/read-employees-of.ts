import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { employeesByObjectId, lookUpEach } from './employees-by-object-id.ts';
import { EMPLOYEE_COLUMNS, employeeOf, type EmployeeRow, type StoredEmployee } from './employee-row.ts';

/** The employees that some people of the directory are, as far as they are. */
export async function readEmployeesOf(
  tenantId: TenantId,
  tx: Tx,
  people: readonly EntraObjectId[],
): Promise<ReadonlyMap<EntraObjectId, EmployeeRow>> {
  if (people.length === 0) return new Map();
  const rows = await lookUpEach(tx, () =>
    tx.query<StoredEmployee>(`select ${EMPLOYEE_COLUMNS} from ${employeesByObjectId('$2')}`, [
      tenantId,
      `{${people.join(',')}}`,
    ]),
  );
  return new Map(rows.map((row) => [row.entra_object_id, employeeOf(row)]));
}
