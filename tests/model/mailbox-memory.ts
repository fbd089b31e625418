import { expect } from 'vitest';
import type { RecordedRequest } from '../../emulator/requests.ts';
import type { DirectoryMoment } from './directory-moment.ts';
import type { StoredAnswer } from './observe.ts';
import { isAmong, kindOfAnswer, lookOf, mayBeMailbox, purposeOf, roomsOf, type MailboxKind } from './plain-mailbox.ts';
import type { PlainPerson, PlainRules } from './plain-person.ts';

/** An answer that is kept, and how the person may have looked when it was given. */
type Kept = StoredAnswer & { readonly looks: ReadonlySet<string> };

/** In what states of the directory, and by what rules, mailboxes may have been asked about; `asked`: what was asked for. */
export type Asking = {
  readonly moments: readonly DirectoryMoment[];
  readonly rules: PlainRules;
  readonly began: number;
  readonly asked: readonly RecordedRequest[];
  /** The database may have lost an answer before it was kept. */
  readonly mayForget?: boolean;
};

const DAY_MS = 24 * 3_600_000;
/** "It holds for one to two weeks, by the id." */
const HOLDS_MS = { atLeast: 7 * DAY_MS, atMost: 14 * DAY_MS };

/** What Microsoft has said of mailboxes, as it is kept of a tenant: who was asked about, and what holds. */
export class MailboxMemory {
  #kept: ReadonlyMap<string, Kept> = new Map();

  /** Takes over what is kept now: all of it was true, and nobody was asked about needlessly. */
  take(stored: readonly StoredAnswer[], { moments, rules, began, asked, mayForget = false }: Asking): void {
    const ids = idsIn(asked);
    if (
      !mayForget &&
      moments.length === 1 &&
      asked.every(({ status, faults }) => status === 200 && faults.length === 0)
    )
      expect(ids, 'whose mailboxes were asked about').toEqual([...new Set(ids)]);
    for (const oid of new Set(ids)) {
      const looks = this.#looksOf(oid, moments, rules);
      expect(looks.size, `the looks in which ${oid} may be a mailbox, who was asked about`).toBeGreaterThan(0);
      const kept = this.#kept.get(oid);
      const age = began - (kept?.askedAt ?? Number.NEGATIVE_INFINITY); // below nothing: given meanwhile
      const isGood = kept !== undefined && age > 0 && age < HOLDS_MS.atLeast && isJust(looks, kept.looks);
      expect(isGood, `whether ${oid} was asked about though the answer was known`).toBe(false);
    }
    const taken = stored.map((one): [string, Kept] => {
      const old = this.#kept.get(one.oid);
      if (old !== undefined && old.answer === one.answer && old.askedAt === one.askedAt) return [one.oid, old];
      const answers = moments.flatMap((moment) => answersOf(one.oid, moment, rules));
      expect(answers, `what Microsoft says of the mailbox of ${one.oid}`).toContain(one.answer);
      return [one.oid, { ...one, looks: this.#looksOf(one.oid, moments, rules) }];
    });
    const now = new Map(taken);
    const lost = [...this.#kept].filter(([oid, { answer }]) => !now.has(oid) && answer !== 'placeRoom');
    expect(lost, 'answers that were forgotten').toEqual([]);
    this.#kept = now;
  }

  /** Whoever was read in a run that nothing disturbed, and may be a mailbox, has an answer, as far as one may be had. */
  checkAsked(read: ReadonlySet<string>, moment: DirectoryMoment, rules: PlainRules, began: number): void {
    for (const oid of read) {
      const person = moment.everybody.get(oid);
      if (person === undefined || !mayBeMailbox(person, rules)) continue;
      const [answer] = answersOf(oid, moment, rules);
      const kept = this.#keptOf(person);
      const isFresh = kept !== undefined && began - kept.askedAt < HOLDS_MS.atMost;
      if (answer !== undefined) expect(isFresh, `whether the mailbox of ${oid} was asked about`).toBe(true);
      else if (moment.permissions.has('Place.Read.All') && !isFresh)
        expect(kept?.answer, `what is kept of ${oid}, who is in no list of rooms`).not.toBe('placeRoom');
    }
  }

  /** What people are by what is kept of them as they are. Undefined: of somebody nobody can tell for whom it was said. */
  kindsIn({ everybody }: DirectoryMoment, rules: PlainRules): ReadonlyMap<string, MailboxKind> | undefined {
    const kinds = new Map<string, MailboxKind>();
    for (const [oid, person] of everybody) {
      const kept = mayBeMailbox(person, rules) ? this.#keptOf(person) : undefined;
      if (kept !== undefined && kept.looks.size > 1) return undefined;
      if (kept !== undefined) kinds.set(oid, kindOfAnswer(kept.answer));
    }
    return kinds;
  }

  /** What one person is who was just looked at, and asked about or not. */
  kindNow(oid: string, moment: DirectoryMoment, rules: PlainRules, asked: readonly RecordedRequest[]): MailboxKind {
    const person = moment.everybody.get(oid);
    if (person === undefined || !mayBeMailbox(person, rules)) return 'person';
    const kept = this.#keptOf(person);
    const old = kept === undefined ? 'person' : kindOfAnswer(kept.answer);
    if (!idsIn(asked).includes(oid)) return old;
    const [answer] = answersOf(oid, moment, rules);
    if (answer !== undefined) return kindOfAnswer(answer);
    return moment.permissions.has('Place.Read.All') && kept?.answer === 'placeRoom' ? 'person' : old;
  }

  #keptOf(person: PlainPerson): Kept | undefined {
    const kept = this.#kept.get(person.properties.id);
    return kept?.looks.has(lookOf(person)) === true ? kept : undefined;
  }

  #looksOf(oid: string, moments: readonly DirectoryMoment[], rules: PlainRules): ReadonlySet<string> {
    const seen = moments.flatMap(({ everybody }) => everybody.get(oid) ?? []);
    return new Set(seen.filter((person) => mayBeMailbox(person, rules)).map(lookOf));
  }
}

/** Only one, and the same. */
const isJust = (looks: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  looks.size === 1 && others.size === 1 && [...looks].every((look) => others.has(look));

/** What would be kept of what is answered: with the one permission, or else with the other. */
function answersOf(oid: string, moment: DirectoryMoment, rules: PlainRules): StoredAnswer['answer'][] {
  const { everybody, permissions } = moment;
  const person = everybody.get(oid);
  if (person === undefined) return [];
  const purpose = permissions.has('MailboxSettings.Read') ? [purposeOf(person)] : [];
  const isRoom = permissions.has('Place.Read.All') && isAmong(roomsOf(everybody.values()), person, rules);
  return [...purpose, ...(isRoom ? (['placeRoom'] as const) : [])];
}

/** Whose mailbox was asked about, as often as it was. */
const idsIn = (asked: readonly RecordedRequest[]): readonly string[] =>
  asked.flatMap(({ path }) => /\/users\/([^/]+)\/mailboxSettings\/userPurpose/.exec(path)?.[1] ?? []);
