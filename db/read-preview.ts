import { Fields, type Field } from '../sync/field.schema.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { IntegrationSettings } from '../sync/integration-settings.schema.ts';
import type { Tx } from './database.ts';
import { readRun } from './read-run.ts';
import type { RunRow } from './run-row.ts';

export type PreviewRow = {
  /** State, counters of what would happen, progress, failure, and whether the clean-up would wait. */
  readonly run: RunRow;
  /** As they were given; undefined: the saved ones were taken. */
  readonly unsaved: {
    readonly settings: IntegrationSettings | undefined;
    readonly fields: readonly Field[] | undefined;
  };
  /** What it goes by, saved or not. */
  readonly settings: IntegrationSettings;
  readonly fields: readonly Field[];
  /** The fields that were saved when it began: of what is removed from them, values are shown too. */
  readonly savedFields: readonly Field[];
  /** Versions that were the newest when it began. */
  readonly settingsVersion: number;
  readonly fieldsVersion: number;
};

/** A preview with the rules that it goes by; undefined: the tenant has none of that number (any more). */
export async function readPreview(tenantId: TenantId, tx: Tx, runId: RunId): Promise<PreviewRow | undefined> {
  const [row] = await tx.query<{
    unsaved_settings: unknown;
    unsaved_items: unknown;
    settings: unknown;
    items: unknown;
    settings_version: number;
    fields_version: number;
  }>(
    `select p.settings as unsaved_settings, p.items as unsaved_items, s.settings, f.items, r.settings_version, r.fields_version
     from previews p join sync_runs r on r.tenant_id = p.tenant_id and r.id = p.run_id
     join integration_settings s on s.tenant_id = r.tenant_id and s.version = r.settings_version
     join field_versions f on f.tenant_id = r.tenant_id and f.version = r.fields_version
     where p.tenant_id = $1 and p.run_id = $2`,
    [tenantId, runId],
  );
  const run = row && (await readRun(tenantId, tx, runId));
  if (row === undefined || run === undefined) return undefined;
  const settings = row.unsaved_settings === null ? undefined : IntegrationSettings.parse(row.unsaved_settings);
  const fields = row.unsaved_items === null ? undefined : Fields.parse(row.unsaved_items);
  const savedFields = Fields.parse(row.items);
  return {
    run,
    unsaved: { settings, fields },
    settings: settings ?? IntegrationSettings.parse(row.settings),
    fields: fields ?? savedFields,
    savedFields,
    settingsVersion: row.settings_version,
    fieldsVersion: row.fields_version,
  };
}
