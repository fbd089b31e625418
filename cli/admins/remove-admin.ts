import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { Anything } from '../responses.schema.ts';

export async function removeAdmin({ api, output }: Context, tenant: string, admin: string): Promise<Ending> {
  await api.send('DELETE', path`/api/tenants/${await findTenantId(api, tenant)}/admins/${admin}`, Anything);
  output.result({ entraObjectId: admin, removed: true }, () => REMOVED);
  return 'ok';
}

const REMOVED = [
  'No admin any more, and signed out. Invitations that nobody had used have ended.',
  'The keys of the tenant stay: take back those that this person may know (`keys list --tenant`).',
].join('\n');
