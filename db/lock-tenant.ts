import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/**
 * Takes the tenant's row until the end of the transaction, as every transaction of a run does (db/lock-run.ts): what
 * is read of its people afterwards stays so. False: the tenant is gone.
 */
export async function lockTenant(tenantId: TenantId, tx: Tx): Promise<boolean> {
  const rows = await tx.query('select from tenants where id = $1 for no key update', [tenantId]);
  return rows.length > 0;
}
