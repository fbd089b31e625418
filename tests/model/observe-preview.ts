import type { RunId, TenantId } from '../../sync/ids.ts';
import type { Lane } from './lane.ts';
import type { StoredChange } from './observe.ts';

/** What a preview has told of the run that it saw coming. */
export type Told = {
  readonly changes: readonly StoredChange[];
  /** The clean-up would wait for a decision. */
  readonly wouldHold: boolean;
  /** How many people would become duplicates, once all of it were applied. */
  readonly duplicates: number;
  /** Who they are, and who would hold the address, by object id. */
  readonly holders: Readonly<Record<string, string>>;
};

export async function observePreview(query: Lane['query'], tenantId: TenantId, runId: RunId): Promise<Told> {
  const [row] = await query<{ told: Told }>(
    `select json_build_object(
       'changes', (select coalesce(json_agg(json_build_object('oid', entra_object_id, 'action', action, 'before', before,
           'after', after)), '[]') from preview_changes where tenant_id = $1 and run_id = $2::bigint),
       'holders', (select coalesce(json_object_agg(entra_object_id, holder_entra_object_id), '{}')
         from preview_duplicates where tenant_id = $1 and run_id = $2::bigint),
       'wouldHold', would_remove is not null, 'duplicates', duplicates) as told
     from sync_runs where tenant_id = $1 and id = $2::bigint`,
    [tenantId, runId],
  );
  if (row === undefined) throw new Error('The preview is gone.');
  return row.told;
}

/** Whose rows are the tenant's, previews aside; what Microsoft says of mailboxes a preview may keep. */
const TABLES = [
  ...['employees', 'run_changes', 'hand_changes', 'planned_removals', 'listing_pages', 'kinds_by_hand'],
  ...['people_to_ask', 'integration_settings', 'field_versions', 'search_blocks', 'outbox'],
];

const rowsOf = (table: string, where = ''): string =>
  `'${table}', (select coalesce(json_agg(to_jsonb(x) order by x::text), '[]') from ${table} x where x.tenant_id = $1 ${where})`;

const EVERYTHING = `select md5(json_build_object(
  ${TABLES.map((table) => rowsOf(table)).join(',\n  ')},
  ${rowsOf('sync_runs', `and kind <> 'preview'`)},
  ${rowsOf('scope_pages', `and run_id in (select id from sync_runs where tenant_id = $1 and kind <> 'preview')`)},
  'tenant', (select to_jsonb(t) - 'last_run' - 'previews_due_at' from tenants t where t.id = $1)
)::text) as digest`;

/** A digest of all that is stored of a tenant but its previews. */
export async function digestOfEverything(query: Lane['query'], tenantId: TenantId): Promise<string> {
  const [row] = await query<{ digest: string }>(EVERYTHING, [tenantId]);
  return row?.digest ?? 'nothing';
}
