import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { formatTable } from '../format-table.ts';
import { humanTime } from '../human-time.ts';
import { plainText } from '../plain-text.ts';
import { readItems } from '../read-items.ts';
import { Key } from '../responses.schema.ts';
import { keysPath, type KeysOf } from './keys-path.ts';

export async function listKeys({ api, output }: Context, of: KeysOf): Promise<Ending> {
  const list = await readItems(api, await keysPath(api, of), Key, {}, Infinity);
  const rows = list.items.map(({ id, name, createdAt, lastUsedAt }) => [
    plainText(name),
    humanTime(createdAt),
    humanTime(lastUsedAt),
    id,
  ]);
  const columns = ['NAME', 'MADE', 'LAST USED', 'ID'].map((title) => ({ title }));
  output.result(list, () => (rows.length === 0 ? 'No keys.' : formatTable(columns, rows)));
  return 'ok';
}
