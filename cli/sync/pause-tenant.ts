import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { quoted } from '../options.ts';
import { Anything } from '../responses.schema.ts';

/** A paused tenant stays as it is; pausing it twice is harmless. */
export async function pauseTenant({ api, output }: Context, idOrName: string): Promise<Ending> {
  const id = await findTenantId(api, idOrName);
  await api.send('POST', path`/api/tenants/${id}/pause`, Anything);
  output.result({ id, paused: true }, () => `Paused. Go on with: rollcall resume ${quoted(idOrName)}`);
  return 'ok';
}

export async function resumeTenant({ api, output }: Context, idOrName: string): Promise<Ending> {
  const id = await findTenantId(api, idOrName);
  await api.send('POST', path`/api/tenants/${id}/resume`, Anything);
  output.result({ id, paused: false }, () => 'Resumed. A run that was cut off or is due starts now.');
  return 'ok';
}
