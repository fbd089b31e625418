import * as z from 'zod';
import type { TenantId } from '../sync/ids.ts';
import type { RunState } from '../sync/run.ts';
import { BadCursorError, decodeCursor } from './cursor.ts';
import type { Tx } from './database.ts';
import { pageOf, type Page } from './page-of.ts';
import { RUN_COLUMNS, runOf, type RunRow, type StoredRun } from './run-row.ts';

export type RunsWanted = {
  /** Only the run that answered this request. */
  readonly requestId?: string | undefined;
  /** Only those that are so now. */
  readonly state?: RunState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** The request and the state that the list is of, and the last run shown. */
const Place = z.tuple([z.string().nullable(), z.string().nullable(), z.string().regex(/^\d{1,18}$/)]);

/** A tenant's runs, newest first. Throws BadCursorError for a cursor of another list. */
export async function listRuns(
  tenantId: TenantId,
  tx: Tx,
  { cursor, limit, ...of }: RunsWanted,
): Promise<Page<RunRow>> {
  const { requestId, state } = { requestId: of.requestId ?? null, state: of.state ?? null };
  const [ofRequest, ofState, before] = cursor === undefined ? [requestId, state, null] : decodeCursor(cursor, Place);
  if (ofRequest !== requestId || ofState !== state) throw new BadCursorError();
  const rows = await tx.query<StoredRun>(
    `select ${RUN_COLUMNS} from sync_runs
     where tenant_id = $1 and ($2::bigint is null or id < $2) and ($3::text is null or $3 = any(request_ids))
       and ($5::text is null or state = $5)
     order by sync_runs.id desc limit $4`,
    [tenantId, before, requestId, limit + 1, state],
  );
  return pageOf(rows, limit, (row) => [requestId, state, row.id], runOf);
}
