import type { EmployeeStatus } from '../sync/employee-status.ts';
import type { EmployeeId, EntraObjectId, TenantId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import type { KnownEmployee } from '../sync/plan-page.ts';
import type { Tx } from './database.ts';
import { employeesByObjectId, lookUpEach } from './employees-by-object-id.ts';

/**
 * What planning needs of those employees among the given people. An erased one is nobody: who comes back is new, under
 * the old id. Values are read of those who have some by hand, and with `withValues` of all.
 */
export async function readKnown(
  tenantId: TenantId,
  tx: Tx,
  ids: readonly EntraObjectId[],
  withValues: boolean,
): Promise<ReadonlyMap<EntraObjectId, KnownEmployee>> {
  if (ids.length === 0) return new Map();
  const rows = await lookUpEach(tx, () =>
    tx.query<{
      oid: EntraObjectId;
      id: EmployeeId;
      status: EmployeeStatus;
      pinned: boolean;
      hash: string;
      manager: EntraObjectId | null;
      by_hand: EmployeeValues;
      values: EmployeeValues | null;
    }>(
      `select entra_object_id as oid, id, status, pinned, encode(hash, 'hex') as hash,
       manager_entra_object_id as manager, values_by_hand as by_hand,
       case when $3 or values_by_hand <> '{}' then values end as values from ${employeesByObjectId('$2')}
     where erased_at is null`,
      [tenantId, `{${ids.join(',')}}`, withValues],
    ),
  );
  return new Map(
    rows.map(({ oid, id, status, pinned, hash, manager, by_hand: byHand, values }) => [
      oid,
      {
        employeeId: id,
        status,
        pinned,
        fingerprint: hash,
        managerId: manager,
        ...(values !== null && { kept: { values, byHand } }),
      },
    ]),
  );
}
