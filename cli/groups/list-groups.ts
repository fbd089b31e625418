import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { formatTable } from '../format-table.ts';
import { humanNumber } from '../human-time.ts';
import { noteMore } from '../note-more.ts';
import { plainText } from '../plain-text.ts';
import { readItems } from '../read-items.ts';
import { Group } from '../responses.schema.ts';

/** The API gives fewer groups at once than of other lists: Microsoft is asked for each of them. */
const PAGE = 100;

export async function listGroups(
  { api, output }: Context,
  tenant: string,
  words: string,
  { limit }: { readonly limit: number },
): Promise<Ending> {
  const tenantId = await findTenantId(api, tenant);
  const selection = { query: words === '' ? undefined : words };
  const list = await readItems(api, path`/api/tenants/${tenantId}/groups`, Group, selection, limit, PAGE);
  output.result(list, () => groupTable(list.items));
  noteMore(output, list);
  return 'ok';
}

function groupTable(groups: readonly Group[]): string {
  if (groups.length === 0) return 'No groups.';
  const rows = groups.map(({ name, members, id, description }) => [
    plainText(name),
    typeof members === 'number' ? humanNumber(members) : '',
    id,
    plainText(description ?? ''),
  ]);
  const columns = [
    { title: 'NAME' },
    { title: 'PEOPLE', align: 'right' as const },
    { title: 'ID' },
    { title: 'DESCRIPTION' },
  ];
  return formatTable(columns, rows);
}
