import type { EmployeeId, RunId, TenantId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import type { AboutKind } from '../sync/person-kind.ts';
import type { PlannedPage } from '../sync/plan-page.ts';
import { actionCode, reasonCode } from './codes.ts';
import type { Tx } from './database.ts';
import { AlreadyStoredError } from './errors.ts';
import { keepManagers } from './keep-managers.ts';
import { countSkipped, outcomeBytes, skippedWith } from './listed-outcomes.ts';
import { keepFindable, type Findable } from './search-blocks.ts';

/** A change with what it replaces. Null: a creation, whose values are the employee's. */
export type AppliedChange = PlannedPage['changes'][number] & {
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
};

/** People as they were planned against what is stored of them. */
export type PlannedPeople = Omit<PlannedPage, 'changes'> & { readonly changes: readonly AppliedChange[] };

/** Where the listing stands after a page. `cursor` null: at its end. */
export type ListingStep = {
  readonly cursor: string | null;
  /** The link that fetched the page; null: the first. */
  readonly fetchedBy: string | null;
  /** People that the directory says it has. */
  readonly expected: number | null;
  /** False: somebody is missing from the page, and nobody knows who. */
  readonly complete: boolean;
};

/**
 * Writes people as they were planned: employees, what changed of them, who was seen, who no longer matches, the run's
 * counters, and with a `step` the place of the next page. One statement, but for managers; an employee who did not change is not
 * touched. The caller holds the run's lock and has checked that this page is the run's next.
 *
 * @param allNew nobody of them is stored: they are not looked for. Throws AlreadyStoredError where somebody is, and then the transaction has
 * failed
 * @param page pages written before these people
 * @returns people read so far
 */
export async function applyPeople(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  page: number,
  people: PlannedPeople,
  step?: ListingStep,
  { allNew = false }: { readonly allNew?: boolean } = {},
): Promise<number> {
  const seen = people.outcomes.map((outcome) => outcome.entraObjectId);
  const apply = tx.query<{ read: number; renamed: readonly Renamed[] }>(allNew ? APPLY_NEW : APPLY, [
    tenantId,
    runId,
    page,
    JSON.stringify(people.changes.map(changeRow)),
    `{${seen.join(',')}}`,
    outcomeBytes(people.outcomes),
    JSON.stringify(people.removals.map(removalRow)),
    people.unchanged,
    JSON.stringify(countSkipped(people.outcomes)),
    step !== undefined,
    step?.cursor ?? null,
    step?.fetchedBy ?? null,
    step?.expected ?? null,
    step?.complete ?? true,
  ]);
  const [run] = await apply.catch((err: unknown) => {
    throw isTaken(err) ? new AlreadyStoredError() : err;
  });
  if (run === undefined) throw new Error('People were to be written for a run that is not there.');
  await keepManagers(tenantId, tx, people.managers);
  await keepFindable(tenantId, tx, run.renamed.flatMap(findableOf(people.changes)));
  return run.read;
}

/** The change, counted from 1, and the employee whose name or address it set. */
type Renamed = readonly [change: number, id: EmployeeId];

const findableOf =
  (changes: PlannedPeople['changes']) =>
  ([change, id]: Renamed): Findable[] => {
    const person = changes[change - 1]?.person;
    return person === undefined ? [] : [{ id, sortName: person.sortName, email: person.email }];
  };

/** What is left out is null, or as usual: a page of people is a megabyte to read for PostgreSQL. */
const changeRow = ({ action, reason, person, before, after }: AppliedChange) => {
  const emailKey = person.email.toLowerCase();
  return {
    action: actionCode(action),
    reason: reasonCode(reason),
    oid: person.entraObjectId,
    email: person.email,
    ...(emailKey !== person.email && { email_key: emailKey }),
    sort_name: person.sortName,
    kind: person.kind,
    ...(!isUsual(person.kindEvidence) && { about: person.kindEvidence }),
    values: person.values,
    ...(person.managerId != null && { manager: person.managerId }),
    hash: `\\x${person.fingerprint}`,
    ...(before !== null && { before }),
    ...(after !== null && { after }),
  };
};

/** Nothing says of most people what they are. */
const USUAL = { evidence: 'nothingElseFits' } as const satisfies AboutKind;
const isUsual = (about: AboutKind): boolean => about.evidence === USUAL.evidence && Object.keys(about).length === 1;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: unique_violation */
const isTaken = (err: unknown): boolean =>
  err instanceof Error && 'code' in err && err.code === '23505' && 'table' in err && err.table === 'employees';

const removalRow = ({ entraObjectId, employeeId, reason }: PlannedPage['removals'][number]) => ({
  oid: entraObjectId,
  employee_id: employeeId,
  reason: reasonCode(reason),
});

/**
 * A page that another one follows is committed without waiting for the disk: what a crash of the server may lose of the
 * last moments is read again, for the place of the next page is lost with it. The last page waits, and makes all before
 * it last too (docs/adr/0025, https://www.postgresql.org/docs/current/wal-async-commit.html).
 */
const LATER = `case when $10::boolean and $11::text is not null then set_config('synchronous_commit', 'off', true) end`;

/** Whoever was erased is created anew, under the old id. Employees are locked in index order by `order by oid`. */
const WRITE = `
e as (
  insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, kind_evidence, values,
    manager_entra_object_id, hash, held_since, created_in)
  select $1, oid, email, email_key, sort_name, kind, about, values, manager, hash, $2, $2
  from x order by oid
  on conflict (tenant_id, entra_object_id) do update set
    email = excluded.email, email_key = excluded.email_key, sort_name = excluded.sort_name, kind = excluded.kind,
    kind_evidence = excluded.kind_evidence, values = excluded.values,
    manager_entra_object_id = excluded.manager_entra_object_id, hash = excluded.hash,
    removed_at = null, erased_at = null, updated_at = now(),
    created_in = case when employees.erased_at is null then employees.created_in else excluded.created_in end,
    created_at = case when employees.erased_at is null then employees.created_at else now() end,
    status = case when employees.status in ('missing', 'removed') then 'active' else employees.status end,
    duplicate_of = case when employees.status in ('missing', 'removed') then null else employees.duplicate_of end,
    held_since = case when employees.status in ('missing', 'removed') or employees.email_key <> excluded.email_key
      then excluded.held_since else employees.held_since end
  returning id, entra_object_id, held_since, old.id is null or old.sort_name is distinct from new.sort_name
    or old.email_key is distinct from new.email_key as renamed
)`;

const WRITE_NEW = `
written as (
  insert into employees (id, tenant_id, entra_object_id, email, email_key, sort_name, kind, kind_evidence, values,
    manager_entra_object_id, hash, held_since, created_in)
  select new_id, $1, oid, email, email_key, sort_name, kind, about, values, manager, hash, $2, $2 from x
), e as (select new_id as id, oid as entra_object_id, $2::bigint as held_since, true as renamed from x)`;

/**
 * Actions: 1 create, 2 update, 5 restore (db/codes.ts). Whose absence is to be proven (proof 0) is decided by asking for
 * them, and not by what a page says.
 */
const applying = (write: string): string => `
with x as materialized (
  select row_number() over () as n, uuidv7() as new_id, action, reason, oid, email,
    coalesce(email_key, email) as email_key, sort_name, kind,
    coalesce(about, '${JSON.stringify(USUAL)}') as about, values, manager, hash, before, after
  from json_to_recordset($4::json) as c (action smallint, reason smallint,
    oid uuid, email text, email_key text, sort_name text, kind text, about jsonb, values json, manager uuid, hash bytea,
    before jsonb, after jsonb)
), ${write}, changes as (
  insert into run_changes (tenant_id, run_id, seq, entra_object_id, employee_id, action, reason, before, after)
  select $1, $2, r.last_change + x.n, x.oid, e.id, x.action, x.reason, x.before, x.after
  from x join e on e.entra_object_id = x.oid
  cross join (select last_change from sync_runs where tenant_id = $1 and id = $2) r
), seen as (
  insert into listing_pages (tenant_id, run_id, page, ids, outcomes)
  select $1, $2, $3, $5::uuid[], $6::bytea where cardinality($5::uuid[]) > 0
), leaving as materialized (
  select * from json_to_recordset($7::json) as p (oid uuid, employee_id uuid, reason smallint)
), stays as (
  delete from planned_removals where tenant_id = $1 and run_id = $2 and entra_object_id = any($5::uuid[])
    and entra_object_id not in (select oid from leaving) and (proof = 1 or not $10::boolean)
), leaves as (
  insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof)
  select $1, $2, oid, employee_id, reason, 1 from leaving
  on conflict (tenant_id, run_id, entra_object_id) do update set reason = excluded.reason,
    proof = case when planned_removals.proof = 0 and $10::boolean then 0 else 1 end
), unsettled as (
  update tenants set unsettled_since = $2
  where id = $1 and (unsettled_since is null or unsettled_since > $2) and exists (select from e where held_since = $2)
)
update sync_runs set
  read = read + cardinality($5::uuid[]), unchanged = unchanged + $8::int,
  created = created + (select count(*) from x where action = 1),
  updated = updated + (select count(*) from x where action = 2),
  restored = restored + (select count(*) from x where action = 5),
  last_change = last_change + (select count(*) from x),
  skipped = ${skippedWith('$9')},
  page = page + 1,
  cursor_link = case when $10::boolean then $11 else cursor_link end,
  previous_link = case when $10::boolean then $12 else previous_link end,
  listing_done = case when $10::boolean then $11::text is null else listing_done end,
  expected = case when $10::boolean then $13::int else expected end,
  incomplete = incomplete or not $14::boolean
from (
  select coalesce(json_agg(json_build_array(x.n, e.id)) filter (where e.renamed), '[]') as renamed
  from x join e on e.entra_object_id = x.oid) found
where tenant_id = $1 and id = $2
returning read, found.renamed, ${LATER}`;

const APPLY = applying(WRITE);
const APPLY_NEW = applying(WRITE_NEW);
