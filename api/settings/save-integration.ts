import { saveIntegration as storeIntegration } from '../../db/integration-settings.ts';
import { setTenantStatus } from '../../db/tenants.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import type { TenantStatus } from '../../sync/run.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { checkExamples } from '../checks/check-examples.ts';
import { stale } from '../if-match.ts';
import { findTenant, NOT_LEAVING, refuseOffboarded, requireStatus } from '../require-status.ts';
import type { Finding } from '../schemas/problem.schema.ts';
import { acceptFilters } from './accept-filters.ts';
import { acceptGroups } from './accept-groups.ts';
import type { AfterSave } from './after-save.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'directoryOf' | 'now' | 'newId' | 'log'>;

export type SavedIntegration = {
  readonly version: number;
  /** As they are stored. */
  readonly settings: IntegrationSettings;
  readonly after: AfterSave;
  /** Examples that tried nothing, since there is nobody with their object id. */
  readonly notes: readonly Finding[];
};

/**
 * Saves settings in place of the version `expected`: accepts them, activates a linked tenant, and asks for a full run
 * unless no directory is linked. Throws ProblemError: `notAcceptable` names each place that cannot be used,
 * `examplesBroken` each example that would be treated otherwise than expected, `stale` says that `expected` is not the newest version any more. Then nothing is saved.
 */
export async function saveIntegration(
  deps: Deps,
  id: TenantId,
  expected: number,
  written: IntegrationSettings,
): Promise<SavedIntegration> {
  const settings = acceptFilters(written, 'filters');
  await acceptGroups(deps, id, settings, 'filters');
  const notes = await checkExamples(deps, id, settings);
  const { result, delivery } = await changeAndTell(deps, id, async (tx, tell) => {
    const tenant = await findTenant(id, tx);
    requireStatus(tenant, NOT_LEAVING);
    const outcome = await storeIntegration(id, tx, expected, settings);
    if (outcome.kind === 'stale') throw stale(outcome.version);
    if (tenant.status === 'linked') await setTenantStatus(id, tx, 'active');
    if (tenant.status !== 'unlinked') {
      await tell({ kind: 'syncNow', requestId: deps.newId(), trigger: 'settings', full: true });
    }
    return { version: outcome.version, after: afterSave(tenant.status) };
  });
  refuseOffboarded(delivery);
  return { settings, notes, ...result };
}

function afterSave(status: TenantStatus): AfterSave {
  if (status === 'unlinked') return 'waitsForLink';
  return status === 'paused' ? 'waitsForResume' : 'syncs';
}
