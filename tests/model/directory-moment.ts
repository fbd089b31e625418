import type { Directory } from '../../emulator/directory/directory.ts';
import { EVERYTHING } from '../../emulator/directory/population.ts';
import type { Group } from '../../emulator/groups/group.schema.ts';
import type { Everybody } from './plain-employees.ts';
import type { PlainPerson } from './plain-person.ts';

/** A directory as it was for a while. */
export type DirectoryMoment = {
  readonly everybody: Everybody;
  /** Groups that are deleted, by id. */
  readonly goneGroups: ReadonlySet<string>;
  /** What the application may do there. */
  readonly permissions: ReadonlySet<string>;
};

/** As it is now. */
export function momentOf(entra: Directory): DirectoryMoment {
  const groups = entra.groups.dump();
  const members = groups.map((group) => [group.id, new Set(peopleIn(group, groups))] as const);
  const groupsOf = (person: string) => new Set(members.flatMap(([id, people]) => (people.has(person) ? [id] : [])));
  const everybody = new Map<string, PlainPerson>();
  for (let slot = 0; slot < entra.population.slots; slot++) {
    const person = entra.population.presentAt(slot, EVERYTHING);
    if (person === null) continue;
    const { id } = person.properties;
    everybody.set(id, { ...person, groups: groupsOf(id) });
  }
  const gone = groups.flatMap(({ id, deletedAt }) => (deletedAt === null ? [] : [id]));
  return { everybody, goneGroups: new Set(gone), permissions: new Set(entra.permissions) };
}

/** Of a deleted group those who were in it: its silence drives nobody out. A deleted one within another adds nobody. */
function peopleIn(group: Group, all: readonly Group[]): readonly string[] {
  const within = all.filter(({ id, deletedAt }) => group.groups.includes(id) && deletedAt === null);
  return [...group.people, ...within.flatMap((one) => peopleIn(one, all))];
}
