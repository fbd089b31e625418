import * as z from 'zod';
import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { SkipReason } from '../sync/skip-reason.ts';
import { outcomeCode } from './codes.ts';
import { decodeCursorOf } from './cursor.ts';
import type { Tx } from './database.ts';
import { pageOf, type Page } from './page-of.ts';

type Wanted = { readonly reason: SkipReason; readonly cursor?: string | undefined; readonly limit: number };

/** The reason that the list is of; run, page and place within it of the last one shown. */
const Place = z.tuple([
  z.string(),
  ...([z.string().regex(/^\d{18}$/), z.string().regex(/^\d{10}$/), z.string().regex(/^\d{4}$/)] as const),
]);

/** So many pages of a listing are looked through at a time: some twenty thousand people. */
const PAGES = 20;

type Listed = { readonly id: EntraObjectId; readonly run: string; readonly page: string; readonly place: string };

/**
 * Who is left out of the directory for a reason, as the newest full run and what followed it told: object ids, since
 * nothing else is kept of them. Throws BadCursorError for a cursor of another list.
 */
export async function listNotImported(
  tenantId: TenantId,
  tx: Tx,
  { reason, cursor, limit }: Wanted,
): Promise<Page<EntraObjectId>> {
  const [, ...begin] = cursor === undefined ? [reason, '0', '0', '0'] : decodeCursorOf(reason, cursor, Place);
  const code = outcomeCode(reason);
  const listed: Listed[] = [];
  let after = begin;
  for (;;) {
    const pages = await tx.query<Pick<Listed, 'run' | 'page'>>(PAGES_WITH, [tenantId, code, ...after, PAGES]);
    const [first, last] = [pages.at(0), pages.at(-1)];
    if (first === undefined || last === undefined) break;
    const within = [first.run, first.page, last.run, last.page];
    const missing = limit + 1 - listed.length;
    listed.push(...(await tx.query<Listed>(LISTED, [tenantId, code, ...after, ...within, missing])));
    if (listed.length > limit || pages.length < PAGES) break;
    after = [last.run, last.page, LAST_PLACE];
  }
  return pageOf(
    listed,
    limit,
    (row) => [reason, row.run, row.page, row.place],
    (row) => row.id,
  );
}

const LAST_PLACE = '9999';

/** What has told it: from the newest full run, the oldest here, to the last that ended. A run that is going has told nothing yet. */
const BOUNDS = `bounds as (
  select min(run_id) as oldest,
    (select max(id) from sync_runs where tenant_id = $1 and not_imported is not null) as newest
  from listing_pages where tenant_id = $1
)`;

/** Pages with such people, from that place on. No code of an outcome is one of an e-mail source too, which stand between them. */
const PAGES_WITH = `
with ${BOUNDS}
select p.run_id::text as run, p.page::text as page from bounds join listing_pages p on p.run_id <= bounds.newest
where p.tenant_id = $1 and position(set_byte('\\x00', 0, $2) in p.outcomes) > 0
  and ((p.run_id, p.page) > ($3::bigint, $4::int) or (p.run_id, p.page) = ($3::bigint, $4::int) and $5::int < ${LAST_PLACE})
order by p.run_id, p.page limit $6`;

/**
 * The last that was told of each counts. Within a full run each stands once; what runs after it were told is little, and
 * looked through for each person shown.
 */
const LISTED = `
with ${BOUNDS}
select s.id, lpad(p.run_id::text, 18, '0') as run, lpad(p.page::text, 10, '0') as page, lpad(s.place::text, 4, '0') as place
from bounds cross join listing_pages p cross join unnest(p.ids) with ordinality s (id, place)
where p.tenant_id = $1 and get_byte(p.outcomes, (s.place::int - 1) * 2) = $2
  and (p.run_id, p.page, s.place) > ($3::bigint, $4::int, $5::bigint)
  and (p.run_id, p.page) >= ($6::bigint, $7::int) and (p.run_id, p.page) <= ($8::bigint, $9::int)
  and not exists (
    select from listing_pages l where l.tenant_id = $1 and l.run_id > bounds.oldest and l.run_id <= bounds.newest
      and (l.run_id, l.page) > (p.run_id, p.page) and s.id = any(l.ids))
order by p.run_id, p.page, s.place limit $10`;
