import * as z from 'zod';
import type { RunId, TenantId } from '../sync/ids.ts';
import { actionCode } from './codes.ts';
import { decodeCursorOf } from './cursor.ts';
import type { Tx } from './database.ts';
import type { ChangesWanted, RunChange } from './list-run-changes.ts';
import { pageOf, type Page } from './page-of.ts';
import { changeOf, type StoredChange } from './stored-change.ts';

/** Run and action of the list; changes come first, then who would stay out: part, and place within it. */
const Place = z.union([
  z.tuple([z.string(), z.literal('1'), z.guid()]),
  z.tuple([z.string(), z.literal('2'), z.string().regex(/^\d{14}$/)]),
]);

/**
 * What saving would do to each person and why, and who would stay out: of these the object id and the reason, since
 * nothing else is kept of them. Throws BadCursorError for a cursor of another list.
 */
export async function listPreviewChanges(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { action, cursor, limit }: ChangesWanted,
): Promise<Page<RunChange>> {
  const list = `${runId} ${action ?? ''}`;
  const [, part, place] = cursor === undefined ? [list, '1', ''] : decodeCursorOf(list, cursor, Place);
  const rows = await tx.query<StoredChange & { readonly part: string; readonly place: string }>(CHANGES, [
    ...[tenantId, runId, action === undefined ? null : actionCode(action), part, place],
    ...[limit + 1, actionCode('skip')],
  ]);
  return pageOf(
    rows,
    limit,
    (row) => [list, row.part, row.place],
    (row) => changeOf(row, false),
  );
}

/** Outcome 0 is somebody who matches, 255 somebody who stands on a later page too (db/codes.ts). */
const CHANGES = `
select * from (
  (select '1' as part, c.entra_object_id::text as place, c.entra_object_id as oid, c.employee_id, c.action, c.reason,
     c.before, c.after
   from preview_changes c
   where c.tenant_id = $1 and c.run_id = $2 and $4 = '1' and ($5 = '' or c.entra_object_id > nullif($5, '')::uuid)
     and ($3::smallint is null or c.action = $3)
   order by c.entra_object_id limit $6)
  union all
  (select '2', lpad(l.page::text, 10, '0') || lpad(s.place::text, 4, '0'), s.id, null, $7::smallint,
     get_byte(l.outcomes, (s.place::int - 1) * 2)::smallint, null, null
   from preview_pages l cross join unnest(l.ids) with ordinality s (id, place)
   where l.tenant_id = $1 and l.run_id = $2 and ($3::smallint is null or $3 = $7)
     and ($4 < '2' or l.page >= left($5, 10)::bigint)
     and get_byte(l.outcomes, (s.place::int - 1) * 2) not in (0, 255)
     and ($4 < '2' or lpad(l.page::text, 10, '0') || lpad(s.place::text, 4, '0') > $5)
   order by l.page, s.place limit $6)
) changes order by part, place limit $6`;
