import { setTenantStatus, type TenantRow } from '../../db/tenants.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

/**
 * Unlinks a tenant: its sync stops, its people stay, and its directory stays taken. Safe to repeat. Gives the tenant as it
 * is now.
 */
export async function unlinkTenant(deps: Deps, tenantId: TenantId): Promise<TenantRow> {
  const { result } = await changeAndTell(deps, tenantId, async (tx, tell) => {
    const tenant = await findTenant(tenantId, tx);
    requireStatus(tenant, NOT_LEAVING);
    if (tenant.status === 'unlinked') return tenant;
    await setTenantStatus(tenantId, tx, 'unlinked');
    await tell({ kind: 'unlink' });
    return findTenant(tenantId, tx);
  });
  return result;
}
