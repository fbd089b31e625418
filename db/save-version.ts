import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** `stale`: nothing was saved, since the newest version is this one and not the one that was expected. */
export type Saved = { readonly kind: 'saved' | 'stale'; readonly version: number };

/** The tables of versions, the column that holds what is saved, and the version that counts where none is stored. */
const TABLES = {
  integration_settings: { content: 'settings', unsaved: null },
  field_versions: { content: 'items', unsaved: null },
  example_versions: { content: 'items', unsaved: 1 },
} as const;

/**
 * Adds the next version. Of two who save at the same time one is stale: the second waits at the primary key for the
 * end of the first.
 */
export async function saveVersion(
  tenantId: TenantId,
  tx: Tx,
  table: keyof typeof TABLES,
  expectedVersion: number,
  content: unknown,
): Promise<Saved> {
  const newestOf = `select coalesce(max(version), ${TABLES[table].unsaved}) as version from ${table} where tenant_id = $1`;
  const saved = await tx.query(
    `insert into ${table} (tenant_id, version, ${TABLES[table].content})
     select $1, $2::int + 1, $3::jsonb
     where $2 = (${newestOf})
     on conflict (tenant_id, version) do nothing returning 1`,
    [tenantId, expectedVersion, JSON.stringify(content)],
  );
  if (saved.length > 0) return { kind: 'saved', version: expectedVersion + 1 };
  const [newest] = await tx.query<{ version: number | null }>(newestOf, [tenantId]);
  if (newest?.version == null) throw new Error('Something was to be saved for a tenant that is not there.');
  return { kind: 'stale', version: newest.version };
}
