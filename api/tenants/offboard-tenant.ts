import { setTenantStatus, type TenantRow } from '../../db/tenants.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { findTenant } from '../require-status.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

/** Off-boards a tenant: its workflow stops, then its people are erased. Safe to repeat. Gives the tenant as it is now. */
export async function offboardTenant(deps: Deps, tenantId: TenantId): Promise<TenantRow> {
  const { result } = await changeAndTell(deps, tenantId, async (tx, tell) => {
    await findTenant(tenantId, tx);
    await setTenantStatus(tenantId, tx, 'offboarding');
    await tell({ kind: 'offboard' });
    return findTenant(tenantId, tx);
  });
  return result;
}
