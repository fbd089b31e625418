import * as z from 'zod';
import type { EmployeeId, EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import type { ChangeAction, ChangeReason } from '../sync/planned-change.ts';
import { actionCode, actionOf, PROOF } from './codes.ts';
import { decodeCursorOf } from './cursor.ts';
import type { Tx } from './database.ts';
import { pageOf, type Page } from './page-of.ts';
import { rebuildCreations } from './rebuild-creations.ts';
import { changeOf, type StoredChange } from './stored-change.ts';

/** What a run did, or would do, to one person. */
export type RunChange = {
  readonly entraObjectId: EntraObjectId;
  readonly employeeId: EmployeeId | null;
  readonly action: ChangeAction;
  readonly reason: ChangeReason;
  /** False: planned by a clean-up that waits for a decision, or nothing that could be applied. */
  readonly applied: boolean;
  /** Only the fields that differ. */
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
};

export type ChangesWanted = {
  readonly action?: ChangeAction | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/**
 * Applied changes come first, then planned ones, then who was skipped: run and action of the list, part, and place
 * within it.
 */
const Place = z.union([
  z.tuple([z.string(), z.literal('1'), z.string().regex(/^\d{10}$/)]),
  z.tuple([z.string(), z.literal('2'), z.guid()]),
  z.tuple([z.string(), z.literal('3'), z.string().regex(/^\d{14}$/)]),
]);

type Row = StoredChange & { readonly part: string; readonly place: string };

/**
 * What a run did to each person and why; of a held run also what it would do, and of the newest full run also who was
 * skipped: the object id and the reason, since nothing else is kept of them. Throws BadCursorError for a cursor of
 * another list.
 */
export async function listRunChanges(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { action, cursor, limit }: ChangesWanted,
): Promise<Page<RunChange>> {
  const list = `${runId} ${action ?? ''}`;
  const [, part, place] = cursor === undefined ? [list, '1', ''] : decodeCursorOf(list, cursor, Place);
  const rows = await tx.query<Row>(CHANGES, [
    tenantId,
    runId,
    action === undefined ? null : actionCode(action),
    part,
    place,
    limit + 1,
    PROOF.proven,
  ]);
  const created = rows.filter((row) => actionOf(row.action) === 'create' && row.after === null);
  const values = await rebuildCreations(
    tenantId,
    tx,
    runId,
    created.map(({ oid }) => oid),
  );
  return pageOf(
    rows,
    limit,
    (row) => [list, row.part, row.place],
    (row) => withCreated(row, values),
  );
}

const withCreated = (row: Row, created: ReadonlyMap<EntraObjectId, EmployeeValues>): RunChange => ({
  ...changeOf(row, row.part === '1'),
  after: row.after ?? (actionOf(row.action) === 'create' ? (created.get(row.oid) ?? null) : null),
});

/** Places are texts that sort as they stand: numbers are padded. Action 3 remove, 4 missing, 6 skip (db/codes.ts). */
const CHANGES = `
with run as (
  select r.id, r.state, case when (s.settings -> 'cleanUp' ->> 'enabled')::boolean or r.kind = 'cleanUp' then 3 else 4 end
    as leaves
  from sync_runs r join integration_settings s on s.tenant_id = r.tenant_id and s.version = r.settings_version
  where r.tenant_id = $1 and r.id = $2
)
select * from (
  (select '1' as part, lpad(c.seq::text, 10, '0') as place, c.entra_object_id as oid, c.employee_id, c.action, c.reason,
     c.before, c.after
   from run_changes c
   where c.tenant_id = $1 and c.run_id = $2 and $4 = '1' and c.seq > coalesce(nullif($5, '')::bigint, 0)
     and ($3::smallint is null or c.action = $3)
   order by c.seq limit $6)
  union all
  (select '2', p.entra_object_id::text, p.entra_object_id, p.employee_id, run.leaves::smallint, p.reason, null, null
   from planned_removals p cross join run
   where p.tenant_id = $1 and p.run_id = $2 and p.proof = $7 and run.state = 'held' and $4 <= '2'
     and ($4 <> '2' or p.entra_object_id > nullif($5, '')::uuid) and ($3::smallint is null or run.leaves = $3)
   order by p.entra_object_id limit $6)
  union all
  (select '3', lpad(l.page::text, 10, '0') || lpad(s.place::text, 4, '0'), s.id, null, 6::smallint,
     get_byte(l.outcomes, (s.place::int - 1) * 2)::smallint, null, null
   from listing_pages l cross join unnest(l.ids) with ordinality s (id, place)
   where l.tenant_id = $1 and l.run_id = $2 and ($3::smallint is null or $3 = 6)
     and ($4 < '3' or l.page >= left($5, 10)::bigint)
     and get_byte(l.outcomes, (s.place::int - 1) * 2) not in (0, 255)
     and ($4 < '3' or lpad(l.page::text, 10, '0') || lpad(s.place::text, 4, '0') > $5)
   order by l.page, s.place limit $6)
) changes order by part, place limit $6`;
