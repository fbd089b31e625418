import type { PeopleSource, Person } from '../people/person.ts';

export type Standing = 'present' | 'deleted' | 'purged';

/** What differs from the base population: one entry a person who was ever touched. */
export type Entry = {
  readonly person: Person;
  readonly standing: Standing;
  /** When this became so, and what was before, which a replica that lags still shows. */
  readonly since: number;
  readonly before: { readonly person: Person; readonly standing: Standing } | null;
  readonly deletedAt: number | null;
  /** Properties that had a value and lost it: delta shows them as null, and the never-set ones not at all. */
  readonly cleared: readonly string[];
};

/** Which state of a person a reader sees: all changes up to a time. */
export type View = { readonly upTo: number };
export const EVERYTHING: View = { upTo: Number.POSITIVE_INFINITY };

/**
 * The people of a directory: a base population and, on top, what happened since. A slot is a person's place for good;
 * people who join get slots after the base. Memory grows with what happened, not with the size of the base.
 */
export class Population {
  readonly #source: PeopleSource;
  readonly #entries = new Map<number, Entry>();
  readonly #addedById = new Map<string, number>();
  readonly #slotsByUpn = new Map<string, number>();
  readonly #deleted = new Set<number>();
  #slots: number;
  #present: number;

  constructor(source: PeopleSource) {
    this.#source = source;
    this.#slots = source.count;
    this.#present = source.count;
  }

  /** How many slots there are, empty ones included. */
  get slots(): number {
    return this.#slots;
  }

  get present(): number {
    return this.#present;
  }

  entryAt(slot: number): Entry {
    const entry = this.#entries.get(slot);
    if (entry !== undefined) return entry;
    const person = this.#source.personAt(slot);
    return { person, standing: 'present', since: 0, before: null, deletedAt: null, cleared: [] };
  }

  /** The person in a slot as a reader sees them, or null when nobody is there. */
  presentAt(slot: number, view: View): Person | null {
    const entry = this.#entries.get(slot);
    if (entry === undefined) return slot < this.#source.count ? this.#source.personAt(slot) : null;
    const seen = entry.since > view.upTo ? entry.before : entry;
    return seen?.standing === 'present' ? seen.person : null;
  }

  slotOfId(id: string): number | null {
    return this.#addedById.get(id) ?? this.#source.indexOfId(id);
  }

  slotOfUpn(userPrincipalName: string): number | null {
    const slot = this.#slotsByUpn.get(userPrincipalName.toLowerCase());
    if (slot !== undefined) return slot;
    const index = this.#source.indexOfUpn(userPrincipalName);
    // Somebody who was touched is found by the map above, or has another name now.
    return index === null || this.#entries.has(index) ? null : index;
  }

  deletedSlots(): readonly number[] {
    return [...this.#deleted];
  }

  add(entry: Entry): number {
    const slot = this.#slots++;
    this.#addedById.set(entry.person.properties.id, slot);
    this.put(slot, entry);
    return slot;
  }

  put(slot: number, entry: Entry): void {
    const old = this.#entries.get(slot);
    const wasPresent = old === undefined ? slot < this.#source.count : old.standing === 'present';
    this.#present += Number(entry.standing === 'present') - Number(wasPresent);
    const oldUpn = old?.person.properties.userPrincipalName.toLowerCase();
    if (oldUpn !== undefined && this.#slotsByUpn.get(oldUpn) === slot) this.#slotsByUpn.delete(oldUpn);
    if (entry.standing === 'present')
      this.#slotsByUpn.set(entry.person.properties.userPrincipalName.toLowerCase(), slot);
    if (entry.standing === 'deleted') this.#deleted.add(slot);
    else this.#deleted.delete(slot);
    this.#entries.set(slot, entry);
  }

  /** Everything that differs from the base, for keeping. */
  dump(): [number, Entry][] {
    return [...this.#entries];
  }

  load(dumped: readonly (readonly [number, Entry])[]): void {
    for (const [slot, entry] of [...dumped].sort(([a], [b]) => a - b)) {
      if (slot >= this.#slots) this.add(entry);
      else this.put(slot, entry);
    }
  }
}
