import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { employeesByObjectId, lookUpEach } from './employees-by-object-id.ts';

const PRESENT = `status in ('active', 'duplicate')`;

/** Notes that the employees whom one of these people manages are to be asked for. Safe to repeat. */
export async function askForReports(tenantId: TenantId, tx: Tx, managers: readonly EntraObjectId[]): Promise<void> {
  if (managers.length === 0) return;
  await tx.query(
    `insert into people_to_ask (tenant_id, entra_object_id)
     select $1, entra_object_id from employees
     where tenant_id = $1 and manager_entra_object_id = any($2::uuid[]) and ${PRESENT}
     on conflict do nothing`,
    [tenantId, `{${managers.join(',')}}`],
  );
}

/** Notes that those of these people who are employees are to be asked for. Safe to repeat. */
export async function askForEmployees(tenantId: TenantId, tx: Tx, ids: readonly EntraObjectId[]): Promise<void> {
  if (ids.length === 0) return;
  await lookUpEach(tx, () =>
    tx.query(
      `insert into people_to_ask (tenant_id, entra_object_id)
     select $1, entra_object_id from ${employeesByObjectId('$2')}
     where ${PRESENT}
     on conflict do nothing`,
      [tenantId, `{${ids.join(',')}}`],
    ),
  );
}

/** Notes that these people need not be asked for any more: they were, or their manager was told. */
export async function notToBeAsked(tenantId: TenantId, tx: Tx, ids: readonly EntraObjectId[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('delete from people_to_ask where tenant_id = $1 and entra_object_id = any($2::uuid[])', [
    tenantId,
    `{${ids.join(',')}}`,
  ]);
}
