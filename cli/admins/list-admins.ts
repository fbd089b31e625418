import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { formatTable } from '../format-table.ts';
import { humanTime } from '../human-time.ts';
import { plainText } from '../plain-text.ts';
import { readItems } from '../read-items.ts';
import { Admin } from '../responses.schema.ts';

export async function listAdmins({ api, output }: Context, tenant: string): Promise<Ending> {
  const list = await readItems(api, path`/api/tenants/${await findTenantId(api, tenant)}/admins`, Admin, {}, Infinity);
  const rows = list.items.map(({ name, addedAt, entraObjectId }) => [
    plainText(name),
    humanTime(addedAt),
    entraObjectId,
  ]);
  const columns = ['NAME', 'SINCE', 'OBJECT ID'].map((title) => ({ title }));
  output.result(list, () => (rows.length === 0 ? 'Nobody administers this tenant.' : formatTable(columns, rows)));
  return 'ok';
}
