import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { PlannedPage } from '../sync/plan-page.ts';
import type { Tx } from './database.ts';
import { employeesByObjectId, lookUpEach } from './employees-by-object-id.ts';

/** Who is kept as the manager of those of these people who are employees, or were. Of an erased one nobody is. */
export async function readManagers(
  tenantId: TenantId,
  tx: Tx,
  ids: readonly EntraObjectId[],
): Promise<ReadonlyMap<EntraObjectId, EntraObjectId | null>> {
  const rows = await lookUpEach(tx, () =>
    tx.query<{ id: EntraObjectId; manager: EntraObjectId | null }>(
      `select entra_object_id as id, manager_entra_object_id as manager from ${employeesByObjectId('$2')}
     where erased_at is null`,
      [tenantId, `{${ids.join(',')}}`],
    ),
  );
  return new Map(rows.map(({ id, manager }) => [id, manager]));
}

/** Keeps other managers of employees of whom nothing else changes: no change that anybody is shown. Safe to repeat. */
export async function keepManagers(tenantId: TenantId, tx: Tx, managers: PlannedPage['managers']): Promise<void> {
  if (managers.length === 0) return;
  await tx.query(
    `update employees e set manager_entra_object_id = m.manager
     from json_to_recordset($2::json) as m (id uuid, manager uuid)
     where e.tenant_id = $1 and e.entra_object_id = m.id and e.erased_at is null
       and e.manager_entra_object_id is distinct from m.manager`,
    [
      tenantId,
      JSON.stringify(managers.map(({ entraObjectId, managerId }) => ({ id: entraObjectId, manager: managerId }))),
    ],
  );
}
