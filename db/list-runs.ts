import * as z from 'zod';
import type { TenantId } from '../sync/ids.ts';
import { BadCursorError, decodeCursor } from './cursor.ts';
import type { Tx } from './database.ts';
import { pageOf, type Page } from './page-of.ts';
import { RUN_COLUMNS, runOf, type RunRow, type StoredRun } from './run-row.ts';

export type RunsWanted = {
  /** Only the run that answered this request. */
  readonly requestId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** The request that the list is of, and the last run shown. */
const Place = z.tuple([z.string().nullable(), z.string().regex(/^\d{1,18}$/)]);

/** A tenant's runs, newest first. Throws BadCursorError for a cursor of another list. */
export async function listRuns(
  tenantId: TenantId,
  tx: Tx,
  { requestId, cursor, limit }: RunsWanted,
): Promise<Page<RunRow>> {
  const [listOf, before] = cursor === undefined ? [requestId ?? null, null] : decodeCursor(cursor, Place);
  if (listOf !== (requestId ?? null)) throw new BadCursorError();
  const rows = await tx.query<StoredRun>(
    `select ${RUN_COLUMNS} from sync_runs
     where tenant_id = $1 and ($2::bigint is null or id < $2) and ($3::text is null or $3 = any(request_ids))
     order by sync_runs.id desc limit $4`,
    [tenantId, before, requestId ?? null, limit + 1],
  );
  return pageOf(rows, limit, (row) => [requestId ?? null, row.id], runOf);
}
