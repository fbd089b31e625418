import * as z from 'zod';
import { Fields, type Field } from '../sync/field.schema.ts';
import type { EntraObjectId, EntraTenantId, RunId, TenantId } from '../sync/ids.ts';
import { IntegrationSettings } from '../sync/integration-settings.schema.ts';
import type { RunKind, RunPhase, Trigger } from '../sync/run.ts';
import type { Tx } from './database.ts';
import type { ScopePlace } from './store-members-page.ts';

/** What a run goes by, and where it stands. */
export type RunWork = {
  readonly kind: RunKind;
  readonly trigger: Trigger;
  readonly phase: RunPhase;
  readonly entraTenantId: EntraTenantId;
  /** As far as it was ever told. */
  readonly directoryName: string | undefined;
  readonly settings: IntegrationSettings;
  readonly fields: readonly Field[];
  /** Pages written. */
  readonly page: number;
  /** The number of the first page of what is read now. */
  readonly from: number;
  /** The link of the page to write next; undefined: the first. */
  readonly cursor: string | undefined;
  readonly listingDone: boolean;
  /** Nothing is read of the listing yet, and it is not known where changes after it can be read. Never of a preview. */
  readonly needsWatermark: boolean;
  readonly read: number;
  readonly expected: number | undefined;
  /** Where the members of the chosen groups are to be read next, and whether all are. */
  readonly scope: ScopePlace & { readonly done: boolean };
  /** The last who was looked up of those who joined or left the groups or are to be asked for, and whether all were. */
  readonly moved: { readonly after: EntraObjectId | undefined; readonly done: boolean };
  /** Somebody is to be asked for of whom changes may not tell again (db/people-to-ask.ts). */
  readonly someToAsk: boolean;
  readonly linkedAt: Date;
  /** Whether this tenant's directory has ever been read. */
  readonly everWorked: boolean;
};

type Row = {
  readonly kind: RunKind;
  readonly trigger: Trigger;
  readonly phase: RunPhase;
  readonly entra_tenant_id: EntraTenantId;
  readonly directory_name: string | null;
  readonly settings: unknown;
  readonly items: unknown;
  readonly page: number;
  readonly listing_from: number;
  readonly cursor_link: string | null;
  readonly listing_done: boolean;
  readonly needs_watermark: boolean;
  readonly read: number;
  readonly expected: number | null;
  readonly scope_group: number;
  readonly scope_link: string | null;
  readonly scope_page: number;
  readonly scope_done: boolean;
  readonly moved_after: EntraObjectId | null;
  readonly moved_done: boolean;
  readonly some_to_ask: boolean;
  readonly linked_at: string;
  readonly ever_worked: boolean;
};

/**
 * The work of a run that is going; undefined when it has ended or its tenant is not linked. Settings and fields are
 * those of its start, and those of a preview may be saved nowhere else. An approved clean-up removes, whatever its settings say of cleaning up by itself: a person
 * decided it.
 */
export async function readRunWork(tenantId: TenantId, tx: Tx, runId: RunId): Promise<RunWork | undefined> {
  const [row] = await tx.query<Row>(
    `select r.kind, r.trigger, r.phase,
       r.phase = 'listing' and r.watermark is null and r.page = r.listing_from and r.kind <> 'preview' as needs_watermark,
       t.entra_tenant_id, t.directory_name, coalesce(p.settings, s.settings) as settings, coalesce(p.items, f.items) as items, r.page, r.listing_from, r.cursor_link, r.listing_done, r.read, r.expected,
       r.scope_group, r.scope_link, r.scope_page, r.scope_done, r.moved_after, r.moved_done, exists (select from people_to_ask a where a.tenant_id = $1) as some_to_ask,
       coalesce(t.linked_at, t.created_at) as linked_at,
       t.last_synced_at is not null or exists (select from sync_runs w where w.tenant_id = $1 and w.page > 0) as ever_worked
     from sync_runs r join tenants t on t.id = r.tenant_id
     join integration_settings s on s.tenant_id = r.tenant_id and s.version = r.settings_version
     join field_versions f on f.tenant_id = r.tenant_id and f.version = r.fields_version
     left join previews p on p.tenant_id = r.tenant_id and p.run_id = r.id
     where r.tenant_id = $1 and r.id = $2 and r.state = 'running' and t.entra_tenant_id is not null`,
    [tenantId, runId],
  );
  if (row === undefined) return undefined;
  const settings = IntegrationSettings.parse(row.settings);
  return {
    kind: row.kind,
    trigger: row.trigger,
    phase: row.phase,
    entraTenantId: row.entra_tenant_id,
    directoryName: row.directory_name ?? undefined,
    settings: row.kind === 'cleanUp' ? { ...settings, cleanUp: { ...settings.cleanUp, enabled: true } } : settings,
    fields: Fields.parse(row.items),
    page: row.page,
    from: row.listing_from,
    cursor: row.cursor_link ?? undefined,
    listingDone: row.listing_done,
    needsWatermark: row.needs_watermark,
    read: row.read,
    expected: row.expected ?? undefined,
    scope: {
      group: row.scope_group,
      link: row.scope_link ?? undefined,
      page: row.scope_page,
      done: row.scope_done,
    },
    moved: { after: row.moved_after ?? undefined, done: row.moved_done },
    someToAsk: row.some_to_ask,
    linkedAt: z.coerce.date().parse(row.linked_at),
    everWorked: row.ever_worked,
  };
}
