import * as z from 'zod';
import type { TenantId } from '../sync/ids.ts';
import type { RunKind, RunState } from '../sync/run.ts';
import { BadCursorError, decodeCursor } from './cursor.ts';
import type { Tx } from './database.ts';
import { pageOf, type Page } from './page-of.ts';
import { RUN_COLUMNS, runOf, type RunRow, type StoredRun } from './run-row.ts';

export type RunsWanted = {
  /** Only the run that answered this request. */
  readonly requestId?: string | undefined;
  /** Only those that are so now. */
  readonly state?: RunState | undefined;
  /** Previews are listed only where they are asked for. */
  readonly kind?: RunKind | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** The request, the state and the kind that the list is of, and the last run shown. */
const Place = z.tuple([
  z.string().nullable(),
  z.string().nullable(),
  z.string().nullable(),
  z.string().regex(/^\d{1,18}$/),
]);

/** A tenant's runs, newest first. Throws BadCursorError for a cursor of another list. */
export async function listRuns(
  tenantId: TenantId,
  tx: Tx,
  { cursor, limit, ...of }: RunsWanted,
): Promise<Page<RunRow>> {
  const { requestId = null, state = null, kind = null } = of;
  const [ofRequest, ofState, ofKind, before] =
    cursor === undefined ? [requestId, state, kind, null] : decodeCursor(cursor, Place);
  if (ofRequest !== requestId || ofState !== state || ofKind !== kind) throw new BadCursorError();
  const rows = await tx.query<StoredRun>(
    `select ${RUN_COLUMNS} from sync_runs
     where tenant_id = $1 and ($2::bigint is null or id < $2) and ($3::text is null or $3 = any(request_ids))
       and ($5::text is null or state = $5) and (kind = $6 or ($6::text is null and kind <> 'preview'))
     order by sync_runs.id desc limit $4`,
    [tenantId, before, requestId, limit + 1, state, kind],
  );
  return pageOf(rows, limit, (row) => [requestId, state, kind, row.id], runOf);
}
