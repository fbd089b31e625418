import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { noteMore } from '../note-more.ts';
import { readItems } from '../read-items.ts';
import { SyncRun } from '../responses.schema.ts';
import { runTable } from './run-text.ts';

export async function listRuns(
  context: Context,
  tenant: string,
  { limit }: { readonly limit: number },
): Promise<Ending> {
  const { api, output } = context;
  const tenantId = await findTenantId(api, tenant);
  const list = await readItems(api, path`/api/tenants/${tenantId}/runs`, SyncRun, {}, limit);
  output.result(list, () => runTable(list.items, tenant));
  noteMore(output, list);
  return 'ok';
}
