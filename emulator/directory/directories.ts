import type { Clock } from '../clock.ts';
import { guidOfText } from '../hash.ts';
import { definitionSchema, type DirectoryDefinition } from './definition.schema.ts';
import { Directory } from './directory.ts';
import type { DirectoryState } from './directory-state.ts';
import { DirectoryRefusal } from './directory-refusal.ts';

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'directory';

/** All directories of one emulator, by Entra tenant id. */
export class Directories {
  readonly #all = new Map<string, Directory>();
  readonly #clock: Clock;
  readonly #onChange: () => void;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  add(definition: DirectoryDefinition, kept?: DirectoryState): Directory {
    const parsed = definitionSchema.parse(definition);
    const domain = parsed.domain ?? `${slug(parsed.name)}.example`;
    const entraTenantId = parsed.entraTenantId ?? guidOfText(`directory/${parsed.name}/${this.#all.size}`);
    if (this.#all.has(entraTenantId)) {
      throw new DirectoryRefusal(`There is a directory with the Entra tenant id ${entraTenantId} already.`);
    }
    const directory = new Directory({ ...parsed, domain, entraTenantId }, this.#clock, this.#onChange);
    if (kept !== undefined) directory.load(kept);
    this.#all.set(entraTenantId, directory);
    this.#onChange();
    return directory;
  }

  /** The directory with this Entra tenant id or domain name, or null. */
  find(idOrDomain: string): Directory | null {
    const wanted = idOrDomain.toLowerCase();
    return this.#all.get(wanted) ?? [...this.#all.values()].find((one) => one.domain === wanted) ?? null;
  }

  all(): readonly Directory[] {
    return [...this.#all.values()];
  }

  /** Sign-in answers AADSTS90002 from now on, as for a directory that its owner deleted. */
  remove(entraTenantId: string): boolean {
    const removed = this.#all.delete(entraTenantId.toLowerCase());
    if (removed) this.#onChange();
    return removed;
  }
}
