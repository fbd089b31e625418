import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { Requested } from '../responses.schema.ts';
import { answerRequest } from './answer-request.ts';

export type SyncOptions = { readonly full?: boolean; readonly wait?: boolean };

/** Asks for a run. Several requests while one is going are answered by the same run. */
export async function syncTenant(
  context: Context,
  idOrName: string,
  { full, wait = false }: SyncOptions,
): Promise<Ending> {
  const tenantId = await findTenantId(context.api, idOrName);
  const requested = await context.api.send(
    'POST',
    path`/api/tenants/${tenantId}/sync`,
    Requested,
    full ? { full } : {},
  );
  return answerRequest(context, { tenantId, label: idOrName, ...requested }, wait);
}
