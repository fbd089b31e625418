import type { RunId, TenantId } from '../sync/ids.ts';
import { outcomeCode, outcomeOf } from './codes.ts';
import type { Tx } from './database.ts';
import { planByHash } from './plan-by-hash.ts';

/** Where a run keeps whom it read, and what changed or would change of them. */
const TABLES = {
  applied: { pages: 'listing_pages', changes: 'run_changes' },
  preview: { pages: 'preview_pages', changes: 'preview_changes' },
} as const;
type Tables = (typeof TABLES)[keyof typeof TABLES];

/**
 * Makes a completed listing's counters count people: whoever shifted between pages while they were read, or was
 * read before the listing began again, counts once, by the last that was read. Nothing is written where everybody
 * stands once. Safe to repeat.
 */
export async function countPeopleOnce(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  of: keyof typeof TABLES = 'applied',
): Promise<void> {
  const tables = TABLES[of];
  const [sum] = await tx.query<{ again: boolean }>(
    `select r.restarts > 0 or exists (
       select from ${tables.pages} p cross join unnest(p.ids) s (id)
       where p.tenant_id = $1 and p.run_id = $2 group by s.id having count(*) > 1) as again
     from sync_runs r where r.tenant_id = $1 and r.id = $2`,
    [tenantId, runId],
  );
  if (sum?.again !== true) return;
  await markSeenAgain(tenantId, tx, runId, tables);
  await planByHash(tx, () => recount(tenantId, tx, runId, tables));
}

/** Marks every appearance of a person but the last. */
async function markSeenAgain(tenantId: TenantId, tx: Tx, runId: RunId, tables: Tables): Promise<void> {
  const pages = await tx.query<{ page: number; places: number[]; outcomes: Buffer }>(
    `with listed as (
       select p.page, s.place, lead(p.page) over (partition by s.id order by p.page) is not null as again
       from ${tables.pages} p cross join unnest(p.ids) with ordinality s (id, place)
       where p.tenant_id = $1 and p.run_id = $2)
     select p.page, p.outcomes, a.places from ${tables.pages} p
     join (select page, array_agg(place::int) as places from listed where again group by page) a on a.page = p.page
     where p.tenant_id = $1 and p.run_id = $2`,
    [tenantId, runId],
  );
  for (const { page, places, outcomes } of pages) {
    for (const place of places) outcomes.writeUInt8(outcomeCode('seenAgain'), (place - 1) * 2);
    await tx.query(`update ${tables.pages} set outcomes = $4 where tenant_id = $1 and run_id = $2 and page = $3`, [
      tenantId,
      runId,
      page,
      outcomes,
    ]);
  }
}

async function recount(tenantId: TenantId, tx: Tx, runId: RunId, tables: Tables): Promise<void> {
  const listed = await tx.query<{ outcome: number; people: number; changed: number }>(
    `with changed as (
       select distinct entra_object_id as id from ${tables.changes}
       where tenant_id = $1 and run_id = $2 and action in (1, 2, 5))
     select get_byte(p.outcomes, (s.place::int - 1) * 2) as outcome, count(*)::int as people,
       count(changed.id)::int as changed
     from ${tables.pages} p cross join unnest(p.ids) with ordinality s (id, place) left join changed on changed.id = s.id
     where p.tenant_id = $1 and p.run_id = $2 group by 1`,
    [tenantId, runId],
  );
  let read = 0;
  let unchanged = 0;
  const skipped: Record<string, number> = {};
  for (const { outcome: code, people, changed } of listed) {
    const outcome = outcomeOf(code);
    if (outcome === 'seenAgain') continue;
    read += people;
    if (outcome === 'matches') unchanged += people - changed;
    else skipped[outcome] = people;
  }
  await tx.query(
    `with did as (
       select entra_object_id, bool_or(action = 1) as created, bool_or(action = 5) as restored
       from ${tables.changes} where tenant_id = $1 and run_id = $2 and action in (1, 2, 5) group by 1)
     update sync_runs set read = $3, unchanged = $4, skipped = $5,
       created = (select count(*) from did where created),
       restored = (select count(*) from did where restored and not created),
       updated = (select count(*) from did where not restored and not created)
     where tenant_id = $1 and id = $2`,
    [tenantId, runId, read, unchanged, JSON.stringify(skipped)],
  );
}
