import type { Clock } from '../../emulator/clock.ts';
import type { Directory } from '../../emulator/directory/directory.ts';
import { EVERYTHING } from '../../emulator/directory/population.ts';
import type { Json, Person } from '../../emulator/people/person.ts';
import { GROUPS } from './chosen-groups.ts';
import type { DirectoryStep, NewPerson } from './history.ts';
import type { Everybody } from './plain-employees.ts';
import type { PlainPerson } from './plain-person.ts';

/** A directory whose every state is remembered, to know what an answer could have said. */
export class RememberedDirectory {
  readonly entra: Directory;
  readonly #clock: Clock;
  /** Object ids in the order of coming. */
  readonly #ids: string[] = [];
  readonly #states: { readonly from: number; readonly everybody: Everybody }[] = [];

  constructor(entra: Directory, clock: Clock, people: readonly NewPerson[]) {
    this.entra = entra;
    this.#clock = clock;
    this.#remember(); // empty, as a replica that lags still shows it
    for (const person of people) this.#join(person);
    for (const { id } of GROUPS.slice(0, 2)) entra.groups.addMember(id, this.idOf(0));
    this.#remember();
  }

  /** Does it, as far as it can be done, and says whether anything happened. */
  play(step: DirectoryStep): boolean {
    const happened = this.#play(step);
    if (happened) this.#remember();
    return happened;
  }

  /** As it is now. */
  get everybody(): Everybody {
    return this.#states.at(-1)?.everybody ?? new Map();
  }

  /** Every state it was in from that time on. */
  since(from: number): readonly Everybody[] {
    const first = this.#states.findLastIndex((state) => state.from < from);
    return this.#states.slice(Math.max(0, first)).map(({ everybody }) => everybody);
  }

  #play(step: DirectoryStep): boolean {
    switch (step.do) {
      case 'join':
        this.#join(step.person);
        return true;
      case 'change':
        return this.#change(this.idOf(step.who), step.properties);
      case 'changeCase':
        return this.#changeCase(this.idOf(step.who));
      case 'swapAddresses':
        return this.#swap(this.idOf(step.who), this.idOf(step.with));
      case 'manage':
        return this.#manage(this.idOf(step.who), step.by === null ? null : this.idOf(step.by));
      case 'leave':
        return this.#leave(this.idOf(step.who));
      case 'restore': {
        const deleted = this.entra.deleted().map(({ person }) => person.properties.id);
        const id = deleted[step.who % deleted.length];
        if (id !== undefined) this.entra.restore(id);
        return id !== undefined;
      }
      case 'enter':
        return this.#enter(this.idOf(step.who), step.group);
      case 'exit':
        return this.#exit(this.idOf(step.who), step.group);
      case 'purge':
        return this.#purge(this.idOf(step.who));
      case 'rejoin':
        return this.#rejoin(this.idOf(step.who));
      case 'exodus':
        return this.#ids.filter((id, n) => n % 3 === step.share && this.#leave(id)).length > 0;
    }
  }

  /** Whoever came as that number, taken around. */
  idOf(who: number): string {
    return this.#ids[who % this.#ids.length] ?? '';
  }

  #join({ name, properties, agent, blankInDelta, groups = [] }: NewPerson): void {
    const userPrincipalName = `${name}${this.#ids.length}@${this.entra.domain}`;
    const { id } = this.entra.join({
      properties: { displayName: name, ...properties, userPrincipalName },
      agent,
      blankInDelta,
    });
    this.#ids.push(id);
    for (const group of groups) this.#enter(id, group);
  }

  #change(id: string, properties: Readonly<Record<string, Json>>): boolean {
    if (this.entra.find(id) === null) return false;
    this.entra.change(id, { properties });
    return true;
  }

  #manage(id: string, managerId: string | null): boolean {
    if (this.entra.find(id) === null || (managerId !== null && this.entra.find(managerId) === null)) return false;
    this.entra.change(id, { managerId });
    return true;
  }

  #changeCase(id: string): boolean {
    const person = this.entra.find(id)?.properties;
    if (person === undefined) return false;
    const turned = (value: Json | undefined): Json =>
      typeof value === 'string'
        ? value.replace(/^(SMTP: ?)?(.)/, (_, prefix = '', first) => `${prefix}${turnedCase(first)}`)
        : Array.isArray(value)
          ? value.map(turned)
          : (value ?? null);
    const { mail, proxyAddresses, displayName } = person;
    return this.#change(id, {
      mail: turned(mail),
      proxyAddresses: turned(proxyAddresses),
      displayName: turned(displayName),
    });
  }

  #swap(a: string, b: string): boolean {
    const [one, other] = [this.entra.find(a)?.properties, this.entra.find(b)?.properties];
    if (a === b || one === undefined || other === undefined) return false;
    const addresses = ({ mail = null, proxyAddresses = null, otherMails = null }: Person['properties']) => ({
      mail,
      proxyAddresses,
      otherMails,
    });
    return this.#change(a, addresses(other)) && this.#change(b, addresses(one));
  }

  /** The first one stays, so that the directory is never empty. */
  #leave(id: string): boolean {
    if (id === this.#ids[0] || this.entra.find(id) === null) return false;
    this.entra.leave(id);
    return true;
  }

  #enter(id: string, group: number): boolean {
    if (this.entra.find(id) === null) return false;
    this.entra.groups.addMember(groupId(group), id);
    return true;
  }

  #exit(id: string, group: number): boolean {
    const { groups } = this.entra;
    if (id === this.#ids[0] || this.entra.find(id) === null || !groups.show(groupId(group)).people.includes(id))
      return false;
    groups.removeMember(groupId(group), id);
    return true;
  }

  #purge(id: string): boolean {
    const there =
      this.entra.find(id) !== null || this.entra.deleted().some(({ person }) => person.properties.id === id);
    if (!there || id === this.#ids[0]) return false;
    this.entra.purge(id);
    return true;
  }

  /** A new object with what the old one had, who leaves where they are still there. */
  #rejoin(id: string): boolean {
    const slot = this.entra.population.slotOfId(id);
    if (slot === null || id === this.#ids[0]) return false;
    const { properties, agent, blankInDelta } = this.entra.population.entryAt(slot).person;
    this.#leave(id);
    const { displayName, mail = null, proxyAddresses = null, otherMails = null } = properties;
    this.#join({ name: 'again', properties: { displayName, mail, proxyAddresses, otherMails }, agent, blankInDelta });
    return true;
  }

  #remember(): void {
    const members = GROUPS.map(({ id }) => [id, new Set(this.entra.groups.peopleIn(id))] as const);
    const groupsOf = (person: string) => new Set(members.flatMap(([id, people]) => (people.has(person) ? [id] : [])));
    const everybody = new Map<string, PlainPerson>();
    for (let slot = 0; slot < this.entra.population.slots; slot++) {
      const person = this.entra.population.presentAt(slot, EVERYTHING);
      if (person === null) continue;
      const { id } = person.properties;
      everybody.set(id, { ...person, groups: groupsOf(id) });
    }
    this.#states.push({ from: this.#clock.now(), everybody });
  }
}

const groupId = (group: number): string => GROUPS[group % 2]?.id ?? '';

const turnedCase = (letter: string): string =>
  letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
