import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Notes what the tenant's directory is called in Entra. What people here call the tenant stays. Safe to repeat. */
export async function nameDirectory(tenantId: TenantId, tx: Tx, name: string): Promise<void> {
  await tx.query('update tenants set directory_name = $2 where id = $1', [tenantId, name]);
}
