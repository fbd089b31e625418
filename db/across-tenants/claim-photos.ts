import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';

export type PhotosClaimed = { readonly tenantId: TenantId; readonly entraTenantId: EntraTenantId };

/**
 * The tenant whose photos wait the longest, for one worker: until `until` no other gets it, so that one that dies loses
 * nothing but time. Whose turn it is lies across tenants; what is done then does not.
 */
export async function claimPhotos(tx: AcrossTenantsTx, now: Date, until: Date): Promise<PhotosClaimed | undefined> {
  const [row] = await tx.query<{ id: TenantId; entra: EntraTenantId }>(
    `update tenants set photos_next_at = $2 where id = (
       select id from tenants where photos_next_at <= $1 and status = 'active' and entra_tenant_id is not null
       order by photos_next_at limit 1 for update skip locked)
     returning id, entra_tenant_id as entra`,
    [now, until],
  );
  return row && { tenantId: row.id, entraTenantId: row.entra };
}
