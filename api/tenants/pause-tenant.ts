import { setTenantStatus, type TenantRow } from '../../db/tenants.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { findTenant, refuseOffboarded, requireStatus, SYNCING_OR_PAUSED } from '../require-status.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

/** Pauses a tenant: a run that is going stops at its next page. Safe to repeat. Gives the tenant as it is now. */
export async function pauseTenant(deps: Deps, tenantId: TenantId): Promise<TenantRow> {
  const { result, delivery } = await changeAndTell(deps, tenantId, async (tx, tell) => {
    requireStatus(await findTenant(tenantId, tx), SYNCING_OR_PAUSED);
    await setTenantStatus(tenantId, tx, 'paused');
    await tell({ kind: 'pause' });
    return findTenant(tenantId, tx);
  });
  refuseOffboarded(delivery);
  return result;
}
