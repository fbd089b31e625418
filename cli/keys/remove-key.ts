import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { Anything } from '../responses.schema.ts';
import { keysPath, type KeysOf } from './keys-path.ts';

export async function removeKey({ api, output }: Context, keyId: string, of: KeysOf): Promise<Ending> {
  await api.send('DELETE', `${await keysPath(api, of)}${path`/${keyId}`}`, Anything);
  output.result({ id: keyId, removed: true }, () => 'The key is taken back.');
  return 'ok';
}
