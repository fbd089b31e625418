import type { Field } from '../sync/field.schema.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { IntegrationSettings } from '../sync/integration-settings.schema.ts';
import { previewsToForget } from '../sync/preview-limits.ts';
import type { Tx } from './database.ts';
import { listPreviews } from './list-previews.ts';
import { schedulePreviews } from './forget-previews.ts';

export type PreviewToOpen = {
  /** Undefined: the saved ones. */
  readonly settings: IntegrationSettings | undefined;
  readonly fields: readonly Field[] | undefined;
  /** Names who opens it. */
  readonly openedBy: string;
  readonly now: Date;
};

/**
 * Opens a preview with the next number of the tenant's runs, and keeps the rules that it goes by. It takes no lease, and
 * no run is interrupted by it. The caller has the tenant's row locked and has seen that another preview may begin.
 */
export async function openPreview(
  tenantId: TenantId,
  tx: Tx,
  { settings, fields, openedBy, now }: PreviewToOpen,
): Promise<RunId> {
  const [row] = await tx.query<{ id: RunId }>(
    `with next as (update tenants set last_run = last_run + 1 where id = $1 returning last_run)
     insert into sync_runs (tenant_id, id, kind, kind_reason, trigger, state, opened_by,
       settings_version, fields_version, started_at)
     select $1, next.last_run, 'preview', 'unsaved', 'manual', 'running', $2,
       (select max(version) from integration_settings where tenant_id = $1),
       (select max(version) from field_versions where tenant_id = $1), $3
     from next returning id::text`,
    [tenantId, openedBy, now],
  );
  if (row === undefined) throw new Error('A preview was to be opened for a tenant that is not there.');
  await tx.query('insert into previews (tenant_id, run_id, settings, items) values ($1, $2, $3::jsonb, $4::jsonb)', [
    tenantId,
    row.id,
    settings === undefined ? null : JSON.stringify(settings),
    fields === undefined ? null : JSON.stringify(fields),
  ]);
  const { forget, lookAgainAt } = previewsToForget(await listPreviews(tenantId, tx), now);
  await schedulePreviews(tenantId, tx, forget.length > 0 ? now : lookAgainAt);
  return row.id;
}
