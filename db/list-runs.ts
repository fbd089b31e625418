import * as z from 'zod';
import type { TenantId } from '../sync/ids.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Tx } from './database.ts';
import { RUN_COLUMNS, runOf, type RunRow, type StoredRun } from './run-row.ts';

export type RunsWanted = {
  /** Only the run that answered this request. */
  readonly requestId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

const Place = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** A tenant's runs, newest first. Throws BadCursorError for a cursor that is none of ours. */
export async function listRuns(
  tenantId: TenantId,
  tx: Tx,
  { requestId, cursor, limit }: RunsWanted,
): Promise<{ readonly items: readonly RunRow[]; readonly next: string | null }> {
  const [before] = cursor === undefined ? [null] : decodeCursor(cursor, Place);
  const rows = await tx.query<StoredRun>(
    `select ${RUN_COLUMNS} from sync_runs
     where tenant_id = $1 and ($2::bigint is null or id < $2) and ($3::text is null or $3 = any(request_ids))
     order by id desc limit $4`,
    [tenantId, before, requestId ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(runOf);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null };
}
