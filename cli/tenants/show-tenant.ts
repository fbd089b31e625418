import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenant } from '../find-tenant.ts';
import { tenantDetails } from './tenant-text.ts';

export async function showTenant({ api, output }: Context, idOrName: string): Promise<Ending> {
  const tenant = await findTenant(api, idOrName);
  output.result(tenant, () => tenantDetails(tenant));
  return 'ok';
}
