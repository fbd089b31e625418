import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import type { Tx } from './database.ts';
import { employeesByObjectId, lookUpEach } from './employees-by-object-id.ts';

/** What is stored of people who change, to tell what was before. */
export async function readStored(
  tenantId: TenantId,
  tx: Tx,
  ids: readonly EntraObjectId[],
): Promise<ReadonlyMap<EntraObjectId, { readonly values: EmployeeValues }>> {
  const rows = await lookUpEach(tx, () =>
    tx.query<{ oid: EntraObjectId; values: EmployeeValues }>(
      `select entra_object_id as oid, values from ${employeesByObjectId('$2')}`,
      [tenantId, `{${ids.join(',')}}`],
    ),
  );
  return new Map(rows.map(({ oid, values }) => [oid, { values }]));
}
