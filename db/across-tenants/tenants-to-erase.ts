import type { TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';

/**
 * Tenants in whom nobody has looked for a while for people to erase, the longest first: the reconciler looks after all
 * of them, since a paused tenant, or one whose runs fail, has no run that would. Those that leave are erased whole.
 */
export async function tenantsToErase(tx: AcrossTenantsTx, notSince: Date, limit: number): Promise<readonly TenantId[]> {
  const rows = await tx.query<{ id: TenantId }>(
    `select id from tenants
     where status <> 'offboarding' and (erasure_checked_at is null or erasure_checked_at <= $1)
     order by erasure_checked_at nulls first, id limit $2`,
    [notSince, limit],
  );
  return rows.map(({ id }) => id);
}
