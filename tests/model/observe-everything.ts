import type { TenantId } from '../../sync/ids.ts';
import type { Lane } from './lane.ts';

type Query = Lane['query'];

/** Tables with rows of tenants, by what the database says: one that comes later is looked at too. */
export async function readTenantTables(query: Query): Promise<readonly string[]> {
  const rows = await query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = current_schema() and column_name = 'tenant_id' order by 1`,
    [],
  );
  return rows.map(({ name }) => name);
}

/** What a preview may leave behind: itself, and what Microsoft says of mailboxes. */
const OF_PREVIEWS: readonly string[] = [
  'previews',
  'preview_pages',
  'preview_changes',
  'preview_duplicates',
  'mailbox_answers',
];
const NO_PREVIEW: Readonly<Record<string, string>> = {
  sync_runs: `and x.kind <> 'preview'`,
  scope_pages: `and x.run_id in (select id from sync_runs where tenant_id = $1 and kind <> 'preview')`,
};

/** A digest of all that is stored of a tenant; of all but previews, where that is asked for. */
export async function digestOf(
  { query, tables }: Pick<Lane, 'query' | 'tables'>,
  tenantId: TenantId,
  but?: 'previews',
): Promise<string> {
  const looked = but === undefined ? tables : tables.filter((table) => !OF_PREVIEWS.includes(table));
  const rows = looked.map(
    (table) =>
      `(select string_agg(x::text, ' ' order by x::text) from ${table} x
        where x.tenant_id = $1 ${but === undefined ? '' : (NO_PREVIEW[table] ?? '')})`,
  );
  const own = `(select to_jsonb(t)${but === undefined ? '' : ` - 'last_run' - 'previews_due_at'`} from tenants t where t.id = $1)`;
  const [row] = await query<{ digest: string }>(
    `select md5(jsonb_build_array(${own}, ${rows.join()})::text) as digest`,
    [tenantId],
  );
  return row?.digest ?? 'nothing';
}

/** In which tables something is left of a tenant. */
export async function whereSomethingIsLeft(
  { query, tables }: Pick<Lane, 'query' | 'tables'>,
  tenantId: TenantId,
): Promise<readonly string[]> {
  const places = [['tenants', 'id'], ...tables.map((table) => [table, 'tenant_id'])].map(
    ([table, column]) => `select '${table}' as name where exists (select from ${table} where ${column} = $1)`,
  );
  const rows = await query<{ name: string }>(places.join(' union all '), [tenantId]);
  return rows.map(({ name }) => name);
}
