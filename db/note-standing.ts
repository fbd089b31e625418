import type { RunId, TenantId } from '../sync/ids.ts';
import type { RunKind } from '../sync/run.ts';
import { outcomeCode, outcomeOf } from './codes.ts';
import type { Tx } from './database.ts';
import { planByHash } from './plan-by-hash.ts';

/**
 * Notes at a run that ends how the directory stands now: people in it, and of a run that read people well (`told`) also
 * how many are left out by which rule. A full run has just counted that; an incremental one lays the people it was told
 * of over what stood before it. Safe to repeat.
 */
export async function noteStanding(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { kind, told }: { readonly kind: RunKind; readonly told: boolean },
): Promise<void> {
  await tx.query(
    `update sync_runs r set employees = t.employees,
       not_imported = case when $3 and r.kind = 'full' then r.skipped end
     from tenants t where t.id = $1 and r.tenant_id = $1 and r.id = $2`,
    [tenantId, runId, told],
  );
  if (!told || kind !== 'incremental') return;
  const [before] = await tx.query<{ not_imported: Record<string, number> }>(
    `select not_imported from sync_runs where tenant_id = $1 and id < $2 and not_imported is not null
     order by id desc limit 1`,
    [tenantId, runId],
  );
  if (before === undefined) return;
  const moves = await readMoves(tenantId, tx, runId);
  const after = new Map(Object.entries(before.not_imported));
  for (const { was, is, people } of moves) {
    if (was !== null) add(after, outcomeOf(was), -people);
    add(after, outcomeOf(is), people);
  }
  const counts = [...after].filter(([reason, people]) => reason !== 'matches' && people > 0);
  await tx.query('update sync_runs set not_imported = $3 where tenant_id = $1 and id = $2', [
    tenantId,
    runId,
    JSON.stringify(Object.fromEntries(counts)),
  ]);
}

function add(counts: Map<string, number>, outcome: string, people: number): void {
  counts.set(outcome, (counts.get(outcome) ?? 0) + people);
}

type Move = { readonly was: number | null; readonly is: number; readonly people: number };

/** What became of the people that a run was told of, beside what had become of them before. */
async function readMoves(tenantId: TenantId, tx: Tx, runId: RunId): Promise<readonly Move[]> {
  const [page] = await tx.query('select 1 from listing_pages where tenant_id = $1 and run_id = $2 limit 1', [
    tenantId,
    runId,
  ]);
  if (page === undefined) return [];
  return planByHash(tx, () => tx.query<Move>(MOVES, [tenantId, runId, outcomeCode('seenAgain')]));
}

/** The last that was told of each counts. */
const MOVES = `
with told as materialized (
  select distinct on (s.id) s.id, get_byte(p.outcomes, (s.place::int - 1) * 2) as outcome
  from listing_pages p cross join unnest(p.ids) with ordinality s (id, place)
  where p.tenant_id = $1 and p.run_id = $2 and get_byte(p.outcomes, (s.place::int - 1) * 2) <> $3
  order by s.id, p.page desc, s.place desc
), earlier as (
  select distinct on (s.id) s.id, get_byte(p.outcomes, (s.place::int - 1) * 2) as outcome
  from listing_pages p cross join unnest(p.ids) with ordinality s (id, place)
  where p.tenant_id = $1 and p.run_id < $2 and get_byte(p.outcomes, (s.place::int - 1) * 2) <> $3
    and s.id in (select id from told)
  order by s.id, p.run_id desc, p.page desc, s.place desc
)
select e.outcome as was, t.outcome as is, count(*)::int as people from told t left join earlier e on e.id = t.id
group by 1, 2`;
