import { DirectoryRefusal } from '../directory/directory-refusal.ts';
import { guidOfText } from '../hash.ts';
import type { Group, GroupInput } from './group.schema.ts';

/** What groups need of their directory. */
type Around = {
  readonly directory: string;
  /** The object id of a person who is there. Throws DirectoryRefusal. */
  readonly personId: (who: string) => string;
  readonly now: () => number;
  readonly onChange: () => void;
};

/** The groups of one directory: what is in them, directly and through groups within them, in circles too. */
export class Groups {
  readonly #all = new Map<string, Group>();
  readonly #around: Around;

  /** Members may be groups that come later in the list. */
  constructor(inputs: readonly GroupInput[], around: Around) {
    this.#around = around;
    for (const input of inputs) this.#create(input);
    for (const { id, name, members } of inputs) for (const member of members) this.#put(id ?? name, member);
  }

  add(input: GroupInput): Group {
    const { id } = this.#create(input);
    for (const member of input.members) this.#put(id, member);
    this.#around.onChange();
    return this.show(id);
  }

  /** A group that is there, by id or name. Throws DirectoryRefusal. */
  show(group: string): Group {
    return this.#named(group, (one) => one.deletedAt === null, '');
  }

  /** A group that is there, by its id. */
  find(id: string): Group | null {
    const group = this.#all.get(id.toLowerCase());
    return group?.deletedAt === null ? group : null;
  }

  /** Those that are there, by name. */
  list(): Group[] {
    return [...this.#all.values()]
      .filter(({ deletedAt }) => deletedAt === null)
      .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  }

  addMember(group: string, member: string): Group {
    const { id } = this.show(group);
    this.#put(id, member);
    this.#around.onChange();
    return this.show(id);
  }

  removeMember(group: string, member: string): Group {
    const found = this.show(group);
    const id = this.#memberId(member);
    if (![...found.people, ...found.groups].includes(id)) {
      throw new DirectoryRefusal(`"${member}" is not directly in ${found.name}.`);
    }
    const without = (ids: readonly string[]): string[] => ids.filter((one) => one !== id);
    return this.#change({ ...found, people: without(found.people), groups: without(found.groups) });
  }

  /** Soft-deletes: nobody can read it, and it can be restored. */
  delete(group: string): Group {
    return this.#change({ ...this.show(group), deletedAt: this.#around.now() });
  }

  /** As if the permission to read hidden members were taken back of a group that was always hidden. */
  hideMembers(group: string): Group {
    return this.#change({ ...this.show(group), hidden: true });
  }

  restore(group: string): Group {
    const deleted = this.#named(group, (one) => one.deletedAt !== null, ' among those deleted');
    return this.#change({ ...deleted, deletedAt: null });
  }

  /** Object ids of everybody in a group and in the groups within it, each once, in the order of ids. */
  peopleIn(id: string): string[] {
    return [...new Set(this.#within(id).flatMap(({ people }) => people))].sort();
  }

  /** Ids of the groups that hold a person, directly or through groups within them. */
  groupsOf(personId: string): string[] {
    return this.list().flatMap(({ id }) =>
      this.#within(id).some(({ people }) => people.includes(personId)) ? [id] : [],
    );
  }

  dump(): Group[] {
    return [...this.#all.values()];
  }

  load(groups: readonly Group[]): void {
    this.#all.clear();
    for (const group of groups) this.#all.set(group.id, group);
  }

  /** A group and all groups within it; deleted ones hold nobody. */
  #within(id: string): Group[] {
    const seen = new Map<string, Group>();
    const visit = (one: string): void => {
      const group = this.find(one);
      if (group === null || seen.has(one)) return;
      seen.set(one, group);
      group.groups.forEach(visit);
    };
    visit(id.toLowerCase());
    return [...seen.values()];
  }

  #create({
    id = guidOfText(`group/${this.#around.directory}/${this.#all.size}`),
    name,
    description,
  }: GroupInput): Group {
    const taken = this.list().some((one) => one.id === id || one.name.toLowerCase() === name.toLowerCase());
    if (taken) throw new DirectoryRefusal(`There is a group "${name}" already.`);
    const group = { id, name, description, people: [], groups: [], hidden: false, deletedAt: null };
    this.#all.set(id, group);
    return group;
  }

  #put(group: string, member: string): void {
    const found = this.show(group);
    const id = this.#memberId(member);
    const kind = this.find(id) === null ? 'people' : 'groups';
    this.#all.set(found.id, { ...found, [kind]: [...new Set([...found[kind], id])] });
  }

  #change(group: Group): Group {
    this.#all.set(group.id, group);
    this.#around.onChange();
    return group;
  }

  #memberId(member: string): string {
    const group = this.list().find((one) => one.id === member.toLowerCase() || isCalled(one, member));
    return group?.id ?? this.#around.personId(member);
  }

  #named(group: string, fits: (one: Group) => boolean, where: string): Group {
    const all = [...this.#all.values()].filter(fits);
    const found = all.find(({ id }) => id === group.toLowerCase()) ?? all.find((one) => isCalled(one, group));
    if (found === undefined) throw new DirectoryRefusal(`There is no group "${group}"${where}.`);
    return found;
  }
}

const isCalled = ({ name }: Group, text: string): boolean => name.toLowerCase() === text.toLowerCase();
