import * as z from 'zod';
import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { SkipReason } from '../sync/skip-reason.ts';
import { outcomeCode } from './codes.ts';
import { BadCursorError, decodeCursor } from './cursor.ts';
import type { Tx } from './database.ts';
import { pageOf, type Page } from './page-of.ts';

type Wanted = { readonly reason: SkipReason; readonly cursor?: string | undefined; readonly limit: number };

/** The reason that the list is of; run, page and place within it of the last one shown. */
const Place = z.tuple([
  z.string(),
  ...([z.string().regex(/^\d{18}$/), z.string().regex(/^\d{10}$/), z.string().regex(/^\d{4}$/)] as const),
]);

/**
 * Who is left out of the directory for a reason, as the newest full run and what followed it told: object ids, since
 * nothing else is kept of them. Throws BadCursorError for a cursor of another list.
 */
export async function listNotImported(
  tenantId: TenantId,
  tx: Tx,
  { reason, cursor, limit }: Wanted,
): Promise<Page<EntraObjectId>> {
  const [listOf, run, page, place] = cursor === undefined ? [reason, '0', '0', '0'] : decodeCursor(cursor, Place);
  if (listOf !== reason) throw new BadCursorError();
  const rows = await tx.query<{ id: EntraObjectId; run: string; page: string; place: string }>(LISTED, [
    tenantId,
    outcomeCode(reason),
    run,
    page,
    place,
    limit + 1,
  ]);
  return pageOf(
    rows,
    limit,
    (row) => [reason, row.run, row.page, row.place],
    (row) => row.id,
  );
}

/**
 * The last that was told of each counts. Within a full run, the oldest here, each stands once; what runs after it were told
 * is little, and looked through for each person shown. A run that is going has told nothing yet.
 */
const LISTED = `
with bounds as (
  select min(run_id) as oldest,
    (select max(id) from sync_runs where tenant_id = $1 and not_imported is not null) as newest
  from listing_pages where tenant_id = $1
)
select s.id, lpad(p.run_id::text, 18, '0') as run, lpad(p.page::text, 10, '0') as page, lpad(s.place::text, 4, '0') as place
from bounds cross join listing_pages p cross join unnest(p.ids) with ordinality s (id, place)
where p.tenant_id = $1 and p.run_id <= bounds.newest and get_byte(p.outcomes, (s.place::int - 1) * 2) = $2
  and (p.run_id, p.page, s.place) > ($3::bigint, $4::int, $5::bigint)
  and not exists (
    select from listing_pages l where l.tenant_id = $1 and l.run_id > bounds.oldest and l.run_id <= bounds.newest
      and (l.run_id, l.page) > (p.run_id, p.page) and s.id = any(l.ids))
order by p.run_id, p.page, s.place limit $6`;
