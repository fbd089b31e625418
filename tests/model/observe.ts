import type { TenantId } from '../../sync/ids.ts';
import type { PersonKind } from '../../sync/person-kind.ts';
import type { MailboxAnswer } from './plain-mailbox.ts';
import type { PlainEmployee } from './plain-employee.ts';
import type { PlainValues } from './plain-person.ts';
import type { RunCounts, RunKind, RunState } from '../../sync/run.ts';

/** What is stored of a tenant after a run, read past every rule of ours. */
export type Observation = {
  readonly employees: ReadonlyMap<string, StoredEmployee>;
  readonly run: StoredRun | null;
  readonly changes: readonly StoredChange[];
  /** People on the pages of this run. */
  readonly read: ReadonlySet<string>;
  /** Those of them who were written first and matched no more when they were read again. */
  readonly writtenThenSkipped: number;
  /** Whom the run's list names, as proven. */
  readonly list: ReadonlySet<string>;
  readonly runningRuns: number;
  /** What the tenant says of how many employees it has. */
  readonly counted: number;
  /** The run whose list waits for a decision. */
  readonly held: string | null;
  /** Whom an approved list names that no run has applied yet; null: there is none. */
  readonly approvedList: ReadonlySet<string> | null;
  /** Kinds that were given by hand, by object id. */
  readonly kinds: ReadonlyMap<string, PersonKind>;
  /** What is kept of Microsoft's answers about mailboxes. */
  readonly answers: readonly StoredAnswer[];
  /** The first run that gave addresses which no run has settled yet. */
  readonly unsettledSince: number | null;
  /** Previews aside; 0 before the first. */
  readonly newestRun: number;
};

/** In the words of the rules; since when an address is held is always stored. */
export type StoredEmployee = Omit<PlainEmployee, 'heldSince'> & {
  readonly oid: string;
  readonly id: string;
  readonly heldSince: number;
};
export type StoredRun = RunCounts & {
  readonly id: number;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly error: string | null;
  readonly finishedAt: string | null;
  readonly approves: string | null;
};
export type StoredAnswer = {
  readonly oid: string;
  readonly answer: MailboxAnswer;
  readonly askedAt: number;
};
/** Actions: 1 create, 2 update, 3 remove, 4 missing, 5 restore (db/codes.ts). */
export type StoredChange = {
  readonly oid: string;
  readonly action: 1 | 2 | 3 | 4 | 5;
  readonly before: PlainValues | null;
  readonly after: PlainValues | null;
};

type Query = <Row>(sql: string, parameters: unknown[]) => Promise<readonly Row[]>;
type Row = Omit<Observation, 'employees' | 'read' | 'list' | 'approvedList' | 'kinds'> & {
  readonly employees: readonly StoredEmployee[];
  readonly read: readonly string[];
  readonly list: readonly string[];
  readonly approvedList: readonly string[] | null;
  readonly kinds: Readonly<Record<string, PersonKind>>;
};

export async function observe(query: Query, tenantId: TenantId, runId: string | null): Promise<Observation> {
  const [row] = await query<{ seen: Row }>(OBSERVE, [tenantId, runId]);
  if (row === undefined) throw new Error('The tenant is gone.');
  const { employees, read, list, approvedList, kinds, ...rest } = row.seen;
  return {
    ...rest,
    employees: new Map(employees.map((one) => [one.oid, one])),
    read: new Set(read),
    list: new Set(list),
    approvedList: approvedList && new Set(approvedList),
    kinds: new Map(Object.entries(kinds)),
  };
}

const ANSWERS = `select coalesce(json_agg(json_build_object('oid', entra_object_id, 'answer', answer,
    'askedAt', extract(epoch from asked_at) * 1000)), '[]') from mailbox_answers where tenant_id = $1`;

/** As in an observation, alone. */
export async function observeAnswers(query: Query, tenantId: TenantId): Promise<readonly StoredAnswer[]> {
  const [row] = await query<{ answers: readonly StoredAnswer[] }>(`select (${ANSWERS}) as answers`, [tenantId]);
  return row?.answers ?? [];
}

const OBSERVE = `select json_build_object(
  'employees', (select coalesce(json_agg(json_build_object('oid', entra_object_id, 'id', id, 'status', status,
      'email', email, 'values', values, 'personKind', kind, 'pinned', pinned, 'byHand', values_by_hand,
      'duplicateOf', duplicate_of, 'heldSince', held_since, 'removedAt', extract(epoch from removed_at) * 1000,
      'erased', erased_at is not null)), '[]')
    from employees where tenant_id = $1),
  'run', (select json_build_object('id', id, 'kind', kind, 'state', state, 'error', error_code,
      'finishedAt', finished_at, 'approves', approves::text, 'read', read, 'created', created, 'updated', updated,
      'unchanged', unchanged, 'removed', removed, 'restored', restored, 'missing', missing, 'duplicates', duplicates,
      'unproven', unproven, 'skipped', skipped)
    from sync_runs where tenant_id = $1 and id = $2::bigint),
  'changes', (select coalesce(json_agg(json_build_object('oid', entra_object_id, 'action', action, 'before', before,
      'after', after) order by seq), '[]')
    from run_changes where tenant_id = $1 and run_id = $2::bigint),
  'read', (select coalesce(json_agg(distinct s.id), '[]') from listing_pages p cross join unnest(p.ids) s (id)
    where p.tenant_id = $1 and p.run_id = $2::bigint),
  'writtenThenSkipped', (select count(distinct s.id)
    from listing_pages p cross join unnest(p.ids) with ordinality s (id, place)
    join run_changes c on c.tenant_id = $1 and c.run_id = p.run_id and c.entra_object_id = s.id
    where p.tenant_id = $1 and p.run_id = $2::bigint and c.action in (1, 2, 5)
      and get_byte(p.outcomes, (s.place::int - 1) * 2) not in (0, 255)),
  'list', (select coalesce(json_agg(entra_object_id), '[]') from planned_removals
    where tenant_id = $1 and run_id = $2::bigint and proof = 1),
  'runningRuns', (select count(*) from sync_runs where tenant_id = $1 and state = 'running'
    and kind <> 'preview'),
  'counted', (select employees from tenants where id = $1),
  'held', (select id::text from sync_runs where tenant_id = $1 and state = 'held' and waiting_run is null
    order by sync_runs.id desc limit 1),
  'approvedList', (select json_agg(p.entra_object_id) from sync_runs r
    join planned_removals p on p.tenant_id = r.tenant_id and p.run_id = r.id
    where r.tenant_id = $1 and r.decision = 'approved' and r.waiting_run is null),
  'kinds', (select coalesce(json_object_agg(entra_object_id, kind), '{}') from kinds_by_hand where tenant_id = $1),
  'answers', (${ANSWERS}),
  'unsettledSince', (select unsettled_since from tenants where id = $1),
  'newestRun', (select coalesce(max(id), 0) from sync_runs where tenant_id = $1 and kind <> 'preview')
) as seen`;
