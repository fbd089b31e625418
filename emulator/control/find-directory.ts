import type { Directories } from '../directory/directories.ts';
import type { Directory } from '../directory/directory.ts';
import { Problem } from './problem.ts';

/** A directory by Entra tenant id, domain or name; case does not count. Throws Problem. */
export function findDirectory(directories: Directories, reference: string): Directory {
  const exact = directories.find(reference);
  if (exact !== null) return exact;
  const named = directories.all().filter(({ name }) => name.toLowerCase() === reference.toLowerCase());
  const [only] = named;
  if (only === undefined) throw new Problem(404, 'directoryNotFound', `There is no directory "${reference}".`);
  if (named.length === 1) return only;
  const ids = named.map(({ entraTenantId }) => entraTenantId).join(', ');
  throw new Problem(409, 'ambiguousName', `${named.length} directories are called "${reference}". Give an id: ${ids}.`);
}
