import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { quoted } from '../options.ts';
import { Tenant } from '../responses.schema.ts';
import { tenantDetails } from './tenant-text.ts';

export type AddOptions = { readonly directory?: string; readonly activate: boolean };

/** Onboards a directory; without one, a tenant that waits for its admin to link it. */
export async function addTenant({ api, output }: Context, name: string, options: AddOptions): Promise<Ending> {
  const { directory, activate } = options;
  const wanted = { name, ...(directory !== undefined && { entraTenantId: directory, activate }) };
  const tenant = await api.send('POST', '/api/tenants', Tenant, wanted);
  output.result(tenant, () => tenantDetails(tenant));
  output.note(nextStep(tenant));
  return 'ok';
}

function nextStep({ name, status }: Tenant): string {
  if (status === 'active') return `Added; its first sync starts now. Watch it: rollcall runs list ${quoted(name)}`;
  if (status === 'linked') return 'Added; it starts to sync with the first saved settings.';
  return 'Added; it waits for its admin to link a directory.';
}
