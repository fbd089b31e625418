import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { NewKey } from '../responses.schema.ts';
import { keysPath, type KeysOf } from './keys-path.ts';

/** stdout holds the key and nothing else, so that a script can keep it. */
export async function addKey({ api, output }: Context, name: string, of: KeysOf): Promise<Ending> {
  const made = await api.send('POST', await keysPath(api, of), NewKey, { name });
  output.result(made, () => made.key);
  output.note('Keep it now: it is not shown again.');
  return 'ok';
}
