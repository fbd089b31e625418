import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';

/** People that a chunk has read, as far as they may be somebody's manager. It ends with the chunk and is stored nowhere. */
export type ManagerMemory = {
  readonly keep: (users: readonly EntraUser[]) => void;
  readonly find: (id: EntraObjectId) => EntraUser | undefined;
};

/** Some megabytes: many times the people who manage others in one chunk. */
const MOST = 10_000;

/** @param properties what fields need of a manager; nothing else is kept, not even for that long */
export function createManagerMemory(properties: readonly string[]): ManagerMemory {
  const known = new Map<EntraObjectId, EntraUser>();
  return {
    keep(users) {
      for (const { manager: _theirs, ...user } of users) {
        const needed = properties.map((name) => [name, user.properties[name]] as const);
        known.delete(user.id);
        known.set(user.id, { ...user, properties: Object.fromEntries(needed) });
      }
      for (const id of known.keys()) {
        if (known.size <= MOST) return;
        known.delete(id);
      }
    },
    find: (id) => known.get(id),
  };
}
