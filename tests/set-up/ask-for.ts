import { inject } from 'vitest';
import type { Shared } from './shared-servers.ts';

/** What the suite shares under that name; made now if nobody has asked before. Throws with the reason if it failed. */
export async function askFor<Name extends keyof Shared>(name: Name): Promise<Shared[Name]> {
  const response = await fetch(`${inject('sharedServersUrl')}/${name}`);
  if (!response.ok) throw new Error(`The tests' ${name} could not be made: ${await response.text()}`);
  return (await response.json()) as Shared[Name]; // shared-servers.ts wrote it, from the same type
}
