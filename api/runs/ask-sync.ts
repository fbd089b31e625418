import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { findTenant, refuseOffboarded, requireStatus, SYNCING } from '../require-status.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

/** Sync Now. The request's id finds the run that answers it. Throws ProblemError for a tenant that cannot be synced. */
export async function askSync(deps: Deps, tenantId: TenantId, { full }: { readonly full: boolean }): Promise<string> {
  const requestId = deps.newId();
  const { delivery } = await changeAndTell(deps, tenantId, async (tx, tell) => {
    requireStatus(await findTenant(tenantId, tx), SYNCING);
    await tell({ kind: 'syncNow', requestId, trigger: 'manual', full });
  });
  refuseOffboarded(delivery);
  return requestId;
}
