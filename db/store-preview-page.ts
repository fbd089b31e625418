import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { Outcome } from '../sync/plan-page.ts';
import type { PreviewedChange } from '../sync/previewed-changes.ts';
import type { ListingStep } from './apply-people.ts';
import { actionCode, reasonCode } from './codes.ts';
import type { Tx } from './database.ts';
import { countSkipped, outcomeBytes, skippedWith } from './listed-outcomes.ts';

/** A page as it was planned by rules that are not saved. */
export type PreviewedPage = {
  readonly changes: readonly PreviewedChange[];
  readonly outcomes: readonly Outcome[];
  readonly unchanged: number;
  /** Whom Graph calls removed. */
  readonly removed: readonly EntraObjectId[];
  readonly cleanUpEnabled: boolean;
};

/**
 * Stores what a page would change, who was on it, and the place of the next one, and changes no employee. Of whoever
 * stands on several pages the last counts. The caller holds the run's lock and has checked that this page is the run's
 * next.
 *
 * @param page pages written before this one
 * @returns people read so far
 */
export async function storePreviewPage(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  page: number,
  { changes, outcomes, unchanged, removed, cleanUpEnabled }: PreviewedPage,
  { cursor, fetchedBy, expected, complete }: ListingStep,
): Promise<number> {
  const seen = outcomes.map(({ entraObjectId }) => entraObjectId);
  await forgetChanges(tenantId, tx, runId, [...seen, ...removed]);
  await insertChanges(tenantId, tx, runId, changes);
  await planRemoved(tenantId, tx, runId, removed, cleanUpEnabled);
  const counted = (action: PreviewedChange['action']) => changes.filter((change) => change.action === action).length;
  const [run] = await tx.query<{ read: number }>(PAGE, [
    ...[tenantId, runId, page, `{${seen.join(',')}}`, outcomeBytes(outcomes)],
    ...[unchanged, JSON.stringify(countSkipped(outcomes))],
    ...[counted('create'), counted('update'), counted('restore'), cursor, fetchedBy, expected],
    complete,
  ]);
  if (run === undefined) throw new Error('People were to be previewed for a run that is not there.');
  return run.read;
}

async function forgetChanges(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  people: readonly EntraObjectId[],
): Promise<void> {
  await tx.query(
    'delete from preview_changes where tenant_id = $1 and run_id = $2 and entra_object_id = any($3::uuid[])',
    [tenantId, runId, `{${people.join(',')}}`],
  );
}

async function insertChanges(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  changes: readonly PreviewedChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ entraObjectId, employeeId, action, reason, sortName, email, before, after }) => ({
    ...{ oid: entraObjectId, employee: employeeId, action: actionCode(action), reason: reasonCode(reason) },
    ...{ sort_name: sortName, email_key: email.toLowerCase(), before, after },
  }));
  await tx.query(
    `insert into preview_changes (tenant_id, run_id, entra_object_id, employee_id, action, reason, sort_name, email_key,
       before, after)
     select $1, $2, oid, employee, action, reason, sort_name, email_key, before, after
     from json_to_recordset($3::json) as c (oid uuid, employee uuid, action smallint, reason smallint, sort_name text,
       email_key text, before jsonb, after jsonb)`,
    [tenantId, runId, JSON.stringify(rows)],
  );
}

/** Whoever is called removed, and whom no later page holds, would be asked for: as if the listing had not held them. */
async function planRemoved(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  removed: readonly EntraObjectId[],
  cleanUpEnabled: boolean,
): Promise<void> {
  if (removed.length === 0) return;
  await tx.query(
    `insert into preview_changes (tenant_id, run_id, entra_object_id, employee_id, action, reason)
     select $1, $2, entra_object_id, id, $4, $5 from employees
     where tenant_id = $1 and entra_object_id = any($3::uuid[])
       and not pinned and (status in ('active', 'duplicate') or (status = 'missing' and $6))
     on conflict (tenant_id, run_id, entra_object_id) do nothing`,
    [
      ...[tenantId, runId, `{${removed.join(',')}}`],
      ...[actionCode(cleanUpEnabled ? 'remove' : 'missing'), reasonCode('notProven'), cleanUpEnabled],
    ],
  );
}

const PAGE = `
with seen as (
  insert into preview_pages (tenant_id, run_id, page, ids, outcomes)
  select $1, $2, $3, $4::uuid[], $5::bytea where cardinality($4::uuid[]) > 0
)
update sync_runs set
  read = read + cardinality($4::uuid[]), unchanged = unchanged + $6::int, skipped = ${skippedWith('$7')},
  created = created + $8::int, updated = updated + $9::int, restored = restored + $10::int,
  page = page + 1, cursor_link = $11, previous_link = $12, listing_done = $11::text is null, expected = $13::int,
  incomplete = incomplete or not $14::boolean
where tenant_id = $1 and id = $2
returning read`;
