import { setTenantStatus, type TenantRow } from '../../db/tenants.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { findTenant, refuseOffboarded, requireStatus, SYNCING_OR_PAUSED } from '../require-status.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

/** Resumes a tenant: what was cut off, asked for or due starts at once. Safe to repeat. Gives the tenant as it is now. */
export async function resumeTenant(deps: Deps, tenantId: TenantId): Promise<TenantRow> {
  const { result, delivery } = await changeAndTell(deps, tenantId, async (tx, tell) => {
    const tenant = await findTenant(tenantId, tx);
    requireStatus(tenant, SYNCING_OR_PAUSED);
    // Told in any case: somebody may have paused the workflow in the Temporal UI, where no row was changed.
    await tell({ kind: 'resume' });
    if (tenant.status !== 'paused') return tenant;
    await setTenantStatus(tenantId, tx, 'active');
    return findTenant(tenantId, tx);
  });
  refuseOffboarded(delivery);
  return result;
}
