import type { Clock } from '../../emulator/clock.ts';
import type { Directory } from '../../emulator/directory/directory.ts';
import type { Json, Person, PersonPatch } from '../../emulator/people/person.ts';
import { GROUPS } from './chosen-groups.ts';
import { momentOf, type DirectoryMoment } from './directory-moment.ts';
import { OPTIONAL, type DirectoryStep, type NewPerson, type OptionalPermission } from './history.ts';
import type { Everybody } from './plain-employees.ts';
import { playGroups } from './play-groups.ts';

/** What every directory grants. */
export const LEAST = ['User.Read.All', 'Organization.Read.All'] as const;
const TOKEN_MS = 2 * 3_600_000;

/** A directory whose every state is remembered, to know what an answer could have said. */
export class RememberedDirectory {
  readonly entra: Directory;
  readonly #clock: Clock;
  /** Object ids in the order of coming. */
  readonly #ids: string[] = [];
  readonly #states: { readonly from: number; readonly moment: DirectoryMoment }[] = [];

  constructor(entra: Directory, clock: Clock, people: readonly NewPerson[]) {
    this.entra = entra;
    this.#clock = clock;
    this.#remember(); // empty, as a replica that lags still shows it
    for (const person of people) this.#join(person);
    for (const group of [0, 1]) this.#play({ do: 'enter', who: 0, group });
    this.#remember();
  }

  /** Does it, as far as it can be done, and says whether anything happened. */
  play(step: DirectoryStep): boolean {
    const happened = this.#play(step);
    if (happened) this.#remember();
    return happened;
  }

  /** As it is now; another one after everything that happened. */
  get now(): DirectoryMoment {
    return this.#states.at(-1)?.moment ?? momentOf(this.entra);
  }

  get everybody(): Everybody {
    return this.now.everybody;
  }

  /** Every state it was in from that time on. */
  since(from: number): readonly DirectoryMoment[] {
    const first = this.#states.findLastIndex((state) => state.from < from);
    return this.#states.slice(Math.max(0, first)).map(({ moment }) => moment);
  }

  /** All groups are there, and may be read. */
  mendGroups(): void {
    for (const group of GROUPS.keys()) this.play({ do: 'restoreGroup', group });
    const { permissions } = this.now;
    if (!permissions.has('GroupMember.Read.All'))
      this.play({
        do: 'grant',
        permissions: OPTIONAL.filter((one) => one === 'GroupMember.Read.All' || permissions.has(one)),
      });
  }

  #play(step: DirectoryStep): boolean {
    switch (step.do) {
      case 'join':
        this.#join(step.person);
        return true;
      case 'change':
        return this.#changeBy(this.idOf(step.who), { properties: step.properties });
      case 'changeCase':
        return this.#changeCase(this.idOf(step.who));
      case 'convert':
        return this.#changeBy(this.idOf(step.who), { userPurpose: step.purpose });
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
      case 'exit':
      case 'deleteGroup':
      case 'restoreGroup':
        return playGroups(this.entra, step, (who) => this.idOf(who));
      case 'grant':
        return this.#grant(step.permissions);
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

  #join({ name, properties, agent, blankInDelta, purpose: userPurpose, groups = [] }: NewPerson): void {
    const userPrincipalName = `${name}${this.#ids.length}@${this.entra.domain}`;
    const { id } = this.entra.join({
      properties: { displayName: name, ...properties, userPrincipalName },
      ...{ agent, blankInDelta, userPurpose },
    });
    this.#ids.push(id);
    for (const group of groups) this.#play({ do: 'enter', who: this.#ids.length - 1, group });
  }

  #changeBy(id: string, patch: PersonPatch): boolean {
    if (this.entra.find(id) === null) return false;
    this.entra.change(id, patch);
    return true;
  }

  #manage(id: string, managerId: string | null): boolean {
    if (managerId !== null && this.entra.find(managerId) === null) return false;
    return this.#changeBy(id, { managerId });
  }

  #changeCase(id: string): boolean {
    const person = this.entra.find(id)?.properties;
    if (person === undefined) return false;
    const { mail, proxyAddresses, displayName } = person;
    const properties = { mail, proxyAddresses, displayName };
    const turned = Object.entries(properties).map(([name, value]) => [name, withTurnedCase(value)]);
    return this.#changeBy(id, { properties: Object.fromEntries(turned) });
  }

  #swap(a: string, b: string): boolean {
    const [one, other] = [this.entra.find(a)?.properties, this.entra.find(b)?.properties];
    if (a === b || one === undefined || other === undefined) return false;
    const addresses = ({ mail = null, proxyAddresses = null, otherMails = null }: Person['properties']) => ({
      mail,
      proxyAddresses,
      otherMails,
    });
    return this.#changeBy(a, { properties: addresses(other) }) && this.#changeBy(b, { properties: addresses(one) });
  }

  /** The first one stays, so that the directory is never empty. */
  #leave(id: string): boolean {
    if (id === this.#ids[0] || this.entra.find(id) === null) return false;
    this.entra.leave(id);
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

  /** Tokens tell what was granted when they were issued, and each is over by then. */
  #grant(optional: readonly OptionalPermission[]): boolean {
    this.#clock.advance(TOKEN_MS);
    this.entra.setConsent('granted', [...LEAST, ...optional]);
    return true;
  }

  #remember(): void {
    this.#states.push({ from: this.#clock.now(), moment: momentOf(this.entra) });
  }
}

function withTurnedCase(value: Json | undefined): Json {
  if (typeof value === 'string')
    return value.replace(/^(SMTP: ?)?(.)/, (_, prefix = '', first) => `${prefix}${turnedCase(first)}`);
  return Array.isArray(value) ? value.map(withTurnedCase) : (value ?? null);
}

const turnedCase = (letter: string): string =>
  letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
