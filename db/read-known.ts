import type { EmployeeStatus } from '../sync/employee-status.ts';
import type { EmployeeId, EntraObjectId, TenantId } from '../sync/ids.ts';
import type { KnownEmployee } from '../sync/plan-page.ts';
import type { Tx } from './database.ts';

/** What planning needs of those employees among the given people. `= any` keeps to the index, where a join would not. */
export async function readKnown(
  tenantId: TenantId,
  tx: Tx,
  ids: readonly EntraObjectId[],
): Promise<ReadonlyMap<EntraObjectId, KnownEmployee>> {
  const rows = await tx.query<{ oid: EntraObjectId; id: EmployeeId; status: EmployeeStatus; hash: string }>(
    `select entra_object_id as oid, id, status, encode(hash, 'hex') as hash from employees
     where tenant_id = $1 and entra_object_id = any($2::uuid[])`,
    [tenantId, `{${ids.join(',')}}`],
  );
  return new Map(rows.map(({ oid, id, status, hash }) => [oid, { employeeId: id, status, fingerprint: hash }]));
}
