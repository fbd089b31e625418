import { listPreviews } from '../../db/list-previews.ts';
import { lockTenant } from '../../db/lock-tenant.ts';
import { openPreview } from '../../db/open-preview.ts';
import type { Field } from '../../sync/field.schema.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { mayPreview } from '../../sync/preview-limits.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { ProblemError } from '../problem-error.ts';
import { findTenant, requireDirectory } from '../require-status.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log' | 'now'>;

/** Rules that are not saved, and that were accepted (acceptFilters, acceptGroups, acceptFields); absent: the saved ones. */
export type UnsavedRules = {
  readonly settings?: IntegrationSettings | undefined;
  readonly fields?: readonly Field[] | undefined;
};

/**
 * Starts a preview of what saving would change, and gives the number of its run (db/read-preview.ts). Its start is stored
 * and sent by the reconciler where Temporal is away (docs/adr/0009). Throws ProblemError while the tenant has no
 * directory, when it is leaving, and where two previews are going already.
 */
export async function startPreview(deps: Deps, tenantId: TenantId, { settings, fields }: UnsavedRules): Promise<RunId> {
  const now = deps.now();
  const { result } = await changeAndTell(deps, tenantId, async (tx, tell) => {
    await lockTenant(tenantId, tx);
    requireDirectory(await findTenant(tenantId, tx));
    if (!mayPreview(await listPreviews(tenantId, tx), now)) {
      throw new ProblemError('previewsGoing', 'Two previews of this tenant are going already.', {
        remedy: 'Wait until one of them has ended.',
      });
    }
    const runId = await openPreview(tenantId, tx, { settings, fields, openedBy: `preview/${deps.newId()}`, now });
    await tell({ kind: 'preview', runId });
    return runId;
  });
  return result;
}
