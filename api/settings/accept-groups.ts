import type { Directory } from '../../entra/directory.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import type { ApiDeps } from '../api-deps.ts';
import { CHECKS_WITHIN_MS } from '../checks/check-directory.ts';
import { directoryProblem } from '../refuse-directory.ts';
import { notAcceptable } from '../refuse-invalid.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';

/**
 * Looks the chosen groups up in the directory before they are saved. Throws ProblemError that names each group which is
 * not there or may not be read, and one that says that Microsoft does not answer. While no directory is linked nobody can
 * be asked: Check Connectivity tells of the groups later. `path`: where the filters stand in the body.
 */
export async function acceptGroups(
  { db, directoryOf }: Pick<ApiDeps, 'db' | 'directoryOf'>,
  id: TenantId,
  { filters: { groups = [] } }: IntegrationSettings,
  path: string,
): Promise<void> {
  if (groups.length === 0) return;
  const { entraTenantId, status } = await db.inTransaction(id, async (tx) => {
    const tenant = await findTenant(id, tx);
    requireStatus(tenant, NOT_LEAVING);
    return tenant;
  });
  if (entraTenantId === null || status === 'unlinked') return;
  const errors = (await lookUp(directoryOf(entraTenantId), groups)).flatMap(({ kind }, index) => {
    const place = `${path}.groups.${index}`;
    if (kind === 'gone') return [{ path: place, reason: 'groupGone', message: 'The directory has no such group.' }];
    if (kind === 'notReadable')
      return [{ path: place, reason: 'groupsNotReadable', message: FAILURES.groupsNotReadable.remedy }];
    return [];
  });
  if (errors.length > 0) throw notAcceptable(errors);
}

async function lookUp(directory: Directory, groups: NonNullable<IntegrationSettings['filters']['groups']>) {
  try {
    return await directory.findGroups(groups, AbortSignal.timeout(CHECKS_WITHIN_MS));
  } catch (err) {
    throw directoryProblem(err);
  }
}
