import type { EmployeeStatus } from '../sync/employee-status.ts';
import type { EmployeeId, EntraObjectId, TenantId } from '../sync/ids.ts';
import type { KnownEmployee } from '../sync/plan-page.ts';
import type { Tx } from './database.ts';

/**
 * What planning needs of those employees among the given people. An erased one is nobody: who comes back is new, under
 * the old id. `= any` keeps to the index, where a join would not.
 */
export async function readKnown(
  tenantId: TenantId,
  tx: Tx,
  ids: readonly EntraObjectId[],
): Promise<ReadonlyMap<EntraObjectId, KnownEmployee>> {
  const rows = await tx.query<{
    oid: EntraObjectId;
    id: EmployeeId;
    status: EmployeeStatus;
    pinned: boolean;
    hash: string;
  }>(
    `select entra_object_id as oid, id, status, pinned, encode(hash, 'hex') as hash from employees
     where tenant_id = $1 and entra_object_id = any($2::uuid[]) and erased_at is null`,
    [tenantId, `{${ids.join(',')}}`],
  );
  return new Map(
    rows.map(({ oid, id, status, pinned, hash }) => [oid, { employeeId: id, status, pinned, fingerprint: hash }]),
  );
}
