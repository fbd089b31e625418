import type { TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';

/** Tenants whose previews are to be looked at: it lies across tenants whose turn it is, and what becomes of a preview does not. */
export async function tenantsWithDuePreviews(
  tx: AcrossTenantsTx,
  now: Date,
  limit: number,
): Promise<readonly TenantId[]> {
  const rows = await tx.query<{ id: TenantId }>(
    `select id from tenants where previews_due_at <= $1 and status <> 'offboarding'
     order by previews_due_at, id limit $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}
