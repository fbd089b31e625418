import type { Clock } from '../clock.ts';
import { Groups } from '../groups/groups.ts';
import { mix } from '../hash.ts';
import { makePerson, patchPerson, type PersonInput } from '../people/make-person.ts';
import type { Json, Person, PersonPatch } from '../people/person.ts';
import { Photos } from '../photos/photos.ts';
import { behaviourSchema, type Behaviour } from './behaviour.schema.ts';
import { ChangeLog, type Change } from './change-log.ts';
import type { Consent, Definition } from './definition.schema.ts';
import type { DirectoryState } from './directory-state.ts';
import { DirectoryRefusal, refuseUnknown } from './directory-refusal.ts';
import { type Entry, EVERYTHING, Population, type View } from './population.ts';
import { sourceOf } from './source-of.ts';

/** Deleted people can be restored for so long: https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-list */
const RESTORABLE_MS = 30 * 86_400_000;

/**
 * One Entra directory: its people, what happened to them, and what the application may do there.
 * A person is named by object id, user principal name, or a display name that only one has.
 */
export class Directory {
  readonly entraTenantId: string;
  readonly name: string;
  readonly domain: string;
  readonly population: Population;
  readonly groups: Groups;
  readonly photos: Photos;
  readonly log = new ChangeLog();
  behaviour: Behaviour;
  permissions: readonly string[];
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #definition: Definition;
  #consent: Consent;
  #consentAt = 0;
  #requests = 0;
  #listings = 0;

  constructor(definition: Definition, clock: Clock, onChange: () => void) {
    this.#definition = definition;
    this.#clock = clock;
    this.#onChange = onChange;
    this.entraTenantId = definition.entraTenantId;
    this.name = definition.name;
    this.domain = definition.domain;
    this.permissions = definition.permissions;
    this.#consent = definition.consent;
    this.behaviour = behaviourSchema.parse(definition.behaviour);
    const { people, left, groups } = sourceOf(definition);
    this.population = new Population(people);
    for (const person of left) this.#leave(this.#add(person, 0), 0);
    this.photos = new Photos(onChange);
    this.groups = new Groups([...groups, ...definition.groups], {
      directory: this.entraTenantId,
      personId: (who) => this.show(who).id,
      now: () => clock.now(),
      onChange,
    });
  }

  get consent(): Consent {
    return this.#consent;
  }

  /** True while Graph has not yet heard of a consent that was given. */
  get consentIsSpreading(): boolean {
    return this.#clock.now() - this.#consentAt < this.behaviour.consentLagMs;
  }

  /** How many people are there now. */
  get count(): number {
    return this.population.present;
  }

  setConsent(consent: Consent, permissions: readonly string[] = this.permissions): void {
    if (consent === 'granted' && this.#consent !== 'granted') this.#consentAt = this.#clock.now();
    this.#consent = consent;
    this.permissions = permissions;
    this.#onChange();
  }

  setBehaviour(behaviour: Partial<Behaviour>): void {
    this.behaviour = behaviourSchema.parse({ ...this.behaviour, ...behaviour });
    this.#onChange();
  }

  /** What the next request sees: all, or with a replication lag what its replica has heard of. */
  nextView(): View {
    const { replicationLagMs, disagreeingReplicas } = this.behaviour;
    const lagging = replicationLagMs > 0 && (!disagreeingReplicas || this.#requests++ % 2 === 1);
    return lagging ? { upTo: this.#clock.now() - replicationLagMs } : EVERYTHING;
  }

  /** A number for the order of the next listing, the same in every start. */
  nextOrder(): number {
    return mix(Number.parseInt(this.entraTenantId.slice(0, 8), 16), this.#listings++);
  }

  /** The slot of a person who is there, by object id or user principal name. */
  find(idOrUpn: string, view: View = EVERYTHING): Person | null {
    const slot = this.population.slotOfId(idOrUpn.toLowerCase()) ?? this.population.slotOfUpn(idOrUpn);
    return slot === null ? null : this.population.presentAt(slot, view);
  }

  /** The properties of a person who is there. Throws when nobody is. */
  show(who: string): Person['properties'] {
    return this.population.entryAt(this.#slotOf(who)).person.properties;
  }

  /** Somebody new, made up from what is given; a display name is enough. */
  join(input: PersonInput): Person['properties'] {
    refuseUnknown(input.properties);
    const plain = makePerson(input, this.domain);
    const { displayName, userPrincipalName } = plain.properties;
    const taken = this.find(userPrincipalName) !== null;
    if (taken && 'userPrincipalName' in input.properties) {
      throw new DirectoryRefusal(`There is somebody with the user principal name ${userPrincipalName} already.`);
    }
    const local = userPrincipalName.split('@')[0] ?? displayName;
    const numbered = { userPrincipalName: `${local}.${this.population.slots}@${this.domain}` };
    const person = taken
      ? makePerson({ ...input, properties: { ...numbered, ...input.properties } }, this.domain)
      : plain;
    const known = this.population.slotOfId(person.properties.id) !== null;
    // The id of somebody who was purged is never given again.
    const id = `${person.properties.id.slice(0, 24)}${mix(this.population.slots, this.#clock.now()).toString(16).padStart(12, '0')}`;
    const fresh = known ? { ...person, properties: { ...person.properties, id } } : person;
    const slot = this.#add(fresh, this.#clock.now());
    this.#append(slot, 'created');
    return this.population.entryAt(slot).person.properties;
  }

  change(who: string, patch: PersonPatch): Person['properties'] {
    refuseUnknown(patch.properties ?? {});
    const slot = this.#slotOf(who);
    const old = this.population.entryAt(slot);
    const person = patchPerson(old.person, patch);
    const changed = Object.keys(person.properties).filter((key) =>
      differ(person.properties[key], old.person.properties[key]),
    );
    const hasOther = person.managerId !== old.person.managerId;
    if (hasOther) changed.push('manager');
    const cleared = changed.filter((key) => person.properties[key] === null);
    this.#put(slot, { ...old, person, cleared: [...new Set([...old.cleared, ...cleared])] });
    const formerManagerId = hasOther ? (old.person.managerId ?? undefined) : undefined;
    this.#append(slot, 'changed', { properties: changed, formerManagerId });
    return person.properties;
  }

  /** Soft-deletes: gone from listings, restorable for 30 days. */
  leave(who: string): void {
    const slot = this.#slotOf(who);
    this.#leave(slot, this.#clock.now());
    this.#append(slot, 'deleted');
  }

  restore(who: string): Person['properties'] {
    const slot = this.#slotOf(who, 'deleted');
    const old = this.population.entryAt(slot);
    const { id, userPrincipalName } = old.person.properties;
    const prefix = id.replaceAll('-', '');
    const name = userPrincipalName.startsWith(prefix) ? userPrincipalName.slice(prefix.length) : userPrincipalName;
    const person = patchPerson(old.person, { properties: { userPrincipalName: name, deletedDateTime: null } });
    this.#put(slot, { ...old, person, standing: 'present', deletedAt: null });
    this.#append(slot, 'restored');
    return person.properties;
  }

  /** Gone for good, whether there or soft-deleted before. */
  purge(who: string): void {
    const slot = this.#slotOf(who, 'any');
    this.#put(slot, { ...this.population.entryAt(slot), standing: 'purged' });
    this.#append(slot, 'purged');
  }

  /** People whose name, user principal name, mail or id holds the text; at most `limit`. */
  search(text: string, limit = 50, standing: 'present' | 'deleted' = 'present'): Person['properties'][] {
    const wanted = text.toLowerCase();
    const found: Person['properties'][] = [];
    const slots = standing === 'deleted' ? this.population.deletedSlots() : this.population.slots;
    const length = typeof slots === 'number' ? slots : slots.length;
    for (let i = 0; i < length && found.length < limit; i++) {
      const entry = this.population.entryAt(typeof slots === 'number' ? i : (slots[i] ?? 0));
      if (entry.standing !== standing) continue;
      const { id, displayName, userPrincipalName, mail } = entry.person.properties;
      const texts = [displayName, userPrincipalName, mail, id].filter((value) => typeof value === 'string');
      if (texts.some((value) => value.toLowerCase().includes(wanted))) found.push(entry.person.properties);
    }
    return found;
  }

  /** Everybody there whom the test accepts, counted: what a sync of this directory should find. */
  countWhere(accepts: (properties: Person['properties']) => boolean): number {
    let count = 0;
    for (let slot = 0; slot < this.population.slots; slot++) {
      const person = this.population.presentAt(slot, EVERYTHING);
      if (person !== null && accepts(person.properties)) count++;
    }
    return count;
  }

  /** Object ids of everybody there, in the order of joining. */
  *ids(): Generator<string> {
    for (let slot = 0; slot < this.population.slots; slot++) {
      const person = this.population.presentAt(slot, EVERYTHING);
      if (person !== null) yield person.properties.id;
    }
  }

  /** Soft-deleted people, after purging those whose 30 days are over. */
  deleted(): Entry[] {
    const now = this.#clock.now();
    for (const slot of this.population.deletedSlots()) {
      const entry = this.population.entryAt(slot);
      if (entry.deletedAt !== null && entry.deletedAt > 0 && now - entry.deletedAt > RESTORABLE_MS) {
        this.purge(entry.person.properties.id);
      }
    }
    return this.population.deletedSlots().map((slot) => this.population.entryAt(slot));
  }

  dump(): DirectoryState {
    const definition = {
      ...this.#definition,
      consent: this.#consent,
      permissions: [...this.permissions],
      behaviour: this.behaviour,
    };
    return {
      ...{ definition, consentAt: this.#consentAt },
      ...{ entries: this.population.dump(), changes: this.log.dump(), groups: this.groups.dump() },
      photos: this.photos.dump(),
    };
  }

  load(state: DirectoryState): void {
    this.#consentAt = state.consentAt;
    this.population.load(state.entries);
    this.log.load(state.changes);
    if (state.groups !== undefined) this.groups.load(state.groups);
    this.photos.load(state.photos ?? []);
  }

  #slotOf(who: string, standing: 'present' | 'deleted' | 'any' = 'present'): number {
    const slot = this.population.slotOfId(who.toLowerCase()) ?? this.population.slotOfUpn(who);
    const fits = (one: number): boolean => {
      const actual = this.population.entryAt(one).standing;
      return standing === 'any' ? actual !== 'purged' : actual === standing;
    };
    if (slot !== null && fits(slot)) return slot;
    const places: ('present' | 'deleted')[] = standing === 'any' ? ['present', 'deleted'] : [standing];
    const found = places.flatMap((place) => this.search(who, 6, place));
    const exact = found.filter((one) => one.displayName.toLowerCase() === who.toLowerCase());
    const [only, another] = exact.length > 0 ? exact : found;
    const where = standing === 'deleted' ? ' among those who left' : '';
    if (only === undefined) throw new DirectoryRefusal(`Nobody${where} in ${this.name} is called "${who}".`);
    if (another !== undefined) {
      const names = found.map((one) => `${one.displayName} <${one.userPrincipalName}>`).join(', ');
      throw new DirectoryRefusal(`"${who}" fits several people: ${names}. Give the user principal name or the id.`);
    }
    return this.population.slotOfId(only.id) ?? 0;
  }

  #add(person: Person, since: number): number {
    return this.population.add({ person, standing: 'present', since, before: null, deletedAt: null, cleared: [] });
  }

  #leave(slot: number, at: number): void {
    const old = this.population.entryAt(slot);
    const { id, userPrincipalName } = old.person.properties;
    const person = patchPerson(old.person, {
      properties: {
        userPrincipalName: `${id.replaceAll('-', '')}${userPrincipalName}`,
        deletedDateTime: new Date(at || this.#clock.now()).toISOString(),
      },
    });
    this.#put(slot, { ...old, person, standing: 'deleted', deletedAt: at || this.#clock.now() });
  }

  #put(slot: number, entry: Entry): void {
    const { person, standing } = this.population.entryAt(slot);
    this.population.put(slot, { ...entry, since: this.#clock.now(), before: { person, standing } });
  }

  #append(slot: number, kind: Change['kind'], more: Partial<Change> = {}): void {
    this.log.append({ properties: [], ...more, at: this.#clock.now(), slot, kind });
    this.#onChange();
  }
}

const differ = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) !== JSON.stringify(b);
