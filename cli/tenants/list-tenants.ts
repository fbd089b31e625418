import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { noteMore } from '../note-more.ts';
import { readItems } from '../read-items.ts';
import { Tenant } from '../responses.schema.ts';
import { tenantTable } from './tenant-text.ts';

export async function listTenants({ api, output }: Context, { limit }: { readonly limit: number }): Promise<Ending> {
  const list = await readItems(api, '/api/tenants', Tenant, {}, limit);
  output.result(list, () => tenantTable(list.items));
  noteMore(output, list);
  return 'ok';
}
