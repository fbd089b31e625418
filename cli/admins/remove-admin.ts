import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { Anything } from '../responses.schema.ts';

export async function removeAdmin({ api, output }: Context, tenant: string, admin: string): Promise<Ending> {
  await api.send('DELETE', path`/api/tenants/${await findTenantId(api, tenant)}/admins/${admin}`, Anything);
  output.result({ entraObjectId: admin, removed: true }, () => 'No admin any more, and signed out.');
  return 'ok';
}
