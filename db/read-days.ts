import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** What runs did on one day (UTC). */
export type Day = {
  /** `2026-05-04` */
  readonly date: string;
  /** In the directory at the end of the day's last run; null: no run ended on that day. */
  readonly people: number | null;
  readonly created: number;
  readonly updated: number;
  readonly restored: number;
  readonly removed: number;
  readonly missing: number;
};

/** The days from `since` on, the oldest first; days without a run are left out. Some twelve rows a day are read. */
export function readDays(tenantId: TenantId, tx: Tx, since: Date): Promise<readonly Day[]> {
  return tx.query<Day>(
    `select to_char(finished_at, 'YYYY-MM-DD') as date,
       (array_agg(employees order by finished_at desc, id desc) filter (where employees is not null))[1] as people,
       sum(created)::int as created, sum(updated)::int as updated, sum(restored)::int as restored,
       sum(removed)::int as removed, sum(missing)::int as missing
     from sync_runs where tenant_id = $1 and finished_at >= $2 and kind <> 'preview' group by 1 order by 1`,
    [tenantId, since],
  );
}
