import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';

/** The tenant that a directory is linked to. Across tenants, because nobody knows yet whose it is. */
export async function findTenantOfDirectory(
  tx: AcrossTenantsTx,
  entraTenantId: EntraTenantId,
): Promise<TenantId | undefined> {
  const [tenant] = await tx.query<{ id: TenantId }>('select id from tenants where entra_tenant_id = $1', [
    entraTenantId,
  ]);
  return tenant?.id;
}
