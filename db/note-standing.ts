import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { RunKind } from '../sync/run.ts';
import { actionCode, outcomeCode, outcomeOf } from './codes.ts';
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
  const moves = await readMoves(tenantId, tx, runId, before.not_imported);
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
async function readMoves(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  before: Readonly<Record<string, number>>,
): Promise<readonly Move[]> {
  const told = await readTold(tenantId, tx, runId, await stayAsTheyAre(tenantId, tx, before));
  if (told.length === 0) return [];
  const ids = `{${told.map(({ id }) => id).join(',')}}`;
  const outcomes = told.map(({ outcome }) => outcome);
  const few = told.length <= FEW;
  return planByHash(tx, () => tx.query<Move>(MOVES, [tenantId, runId, outcomeCode('seenAgain'), ids, outcomes, few]));
}

/** So few are looked for in each page as it is, which is quicker than going through everybody on all pages. */
const FEW = 10;

/**
 * Whether every employee who matches, was neither created nor brought back by this run, and is not kept by a person, had
 * matched before it as well. Not where, since the last full run, somebody may have stayed an employee who no longer
 * matched: by a list that waited or was rejected, for want of proof, for a clause that was unknown, or by a change by
 * hand. Nor where a run that was cut off brought somebody in: what it was told is forgotten, its employees stay.
 */
async function stayAsTheyAre(tenantId: TenantId, tx: Tx, before: Readonly<Record<string, number>>): Promise<boolean> {
  if ((before['unknown'] ?? 0) > 0) return false;
  const [found] = await tx.query<{ stay: boolean }>(
    `with since as (
       select max(id) as run from sync_runs where tenant_id = $1 and kind = 'full' and not_imported is not null)
     select not exists (select from hand_changes where tenant_id = $1)
       and not exists (select from sync_runs, since where tenant_id = $1 and id >= since.run and kind <> 'preview'
         and (state = 'held' or decision is not null or unproven > 0
           or (state in ('failed', 'cancelled') and created + restored > 0)))
       and not exists (select from planned_removals p, since, lateral (
           select from employees e where e.tenant_id = $1 and e.entra_object_id = p.entra_object_id
             and e.status in ('active', 'duplicate') limit 1) still_here
         where p.tenant_id = $1 and p.run_id >= since.run) as stay`,
    [tenantId],
  );
  return found?.stay === true;
}

/**
 * The last that this run was told of each person; of all, or of those alone who may have moved. Whoever is pinned, is
 * asked for since they were unpinned or could not be proven gone, or was taken off a list by a kind by hand, stays an employee without matching.
 */
function readTold(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  onlyMoved: boolean,
): Promise<readonly { readonly id: EntraObjectId; readonly outcome: number }[]> {
  return tx.query(
    `with told as (
       select distinct on (s.id) s.id, get_byte(p.outcomes, (s.place::int - 1) * 2) as outcome
       from listing_pages p cross join unnest(p.ids) with ordinality s (id, place)
       where p.tenant_id = $1 and p.run_id = $2 and get_byte(p.outcomes, (s.place::int - 1) * 2) <> $3
       order by s.id, p.page desc, s.place desc)
     select id, outcome from told
     where not $4 or outcome <> $5 or id in (
       select entra_object_id from run_changes where tenant_id = $1 and run_id = $2 and action in ($6, $7)
       union all select entra_object_id from employees where tenant_id = $1 and pinned
       union all select entra_object_id from employees where tenant_id = $1 and ask_after is not null
       union all select entra_object_id from kinds_by_hand where tenant_id = $1)`,
    [
      ...[tenantId, runId, outcomeCode('seenAgain'), onlyMoved, outcomeCode('matches')],
      ...[actionCode('create'), actionCode('restore')],
    ],
  );
}

/** The last that was told of each counts. */
const MOVES = `
with told as materialized (
  select * from unnest($4::uuid[], $5::int[]) as t (id, outcome)
), earlier as (
  select distinct on (id) id, outcome from (
    select s.id, p.run_id, p.page, s.place, get_byte(p.outcomes, (s.place::int - 1) * 2) as outcome
    from listing_pages p cross join unnest(p.ids) with ordinality s (id, place)
    where p.tenant_id = $1 and p.run_id < $2 and (not $6 or p.ids && $4::uuid[]) and s.id in (select id from told)
    offset 0
  ) found where outcome <> $3
  order by id, run_id desc, page desc, place desc
)
select e.outcome as was, t.outcome as is, count(*)::int as people from told t left join earlier e on e.id = t.id
group by 1, 2`;
