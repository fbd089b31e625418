import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Employees removed in the last 24 hours, without those that a person approved and those of previews, which are there still. */
export async function countRemovedLately(tenantId: TenantId, tx: Tx, now: Date): Promise<number> {
  const [row] = await tx.query<{ removed: number }>(
    `select coalesce(sum(removed), 0)::int as removed from sync_runs
     where tenant_id = $1 and kind in ('full', 'incremental')
       and coalesce(finished_at, started_at) > $2::timestamptz - interval '24 hours'`,
    [tenantId, now],
  );
  return row?.removed ?? 0;
}
