import { chooseEmail } from './choose-email.ts';
import type { EntraUser } from './entra-user.ts';
import type { Fingerprint } from './evaluate-person.ts';
import type { EntraObjectId } from './ids.ts';
import { kindByName } from './looks-like.ts';
import type { MailboxAnswer } from './mailbox-answer.ts';
import { listedKinds } from './person-kind.ts';
import type { Rules } from './rules.ts';

/** An answer as it is kept: of whom, what, for which person as they were, and when it was given. Nothing else. */
export type KeptAnswer = {
  readonly answer: MailboxAnswer;
  readonly fingerprint: string;
  readonly askedAt: Date;
};

/** Somebody whose mailbox is to be asked about. */
export type MailboxQuestion = {
  readonly id: EntraObjectId;
  readonly fingerprint: string;
  /** In lower case; rooms are found among places by their address alone. */
  readonly addresses: readonly string[];
};

export type MailboxQuestions = {
  /** Answers that still hold. */
  readonly known: ReadonlyMap<EntraObjectId, MailboxAnswer>;
  /** Answers about an unchanged person that have grown old: good until a newer one is had. */
  readonly old: ReadonlyMap<EntraObjectId, MailboxAnswer>;
  readonly toAsk: readonly MailboxQuestion[];
};

const DAY_MS = 24 * 3_600_000;

/** A mailbox can become another kind without any change that a listing shows. */
const ANSWER_HOLDS_MS = 7 * DAY_MS;

type Options = {
  readonly now: Date;
  readonly fingerprint: Fingerprint;
  /** Also those whom the filter leaves out before their kind counts: where all are counted by kind. */
  readonly everybody?: boolean;
};

/** Whose mailbox has to be asked about, and whose answer is known: a kept one holds until the person changes. */
export function mailboxQuestions(
  users: readonly EntraUser[],
  kept: ReadonlyMap<EntraObjectId, KeptAnswer>,
  rules: Rules,
  { now, fingerprint, everybody = false }: Options,
): MailboxQuestions {
  const known = new Map<EntraObjectId, MailboxAnswer>();
  const old = new Map<EntraObjectId, MailboxAnswer>();
  const toAsk = new Map<EntraObjectId, MailboxQuestion>();
  for (const user of users) {
    if (!mayBeMailbox(user, rules, everybody) || chooseEmail(user, rules.emailSources) === undefined) continue;
    const before = kept.get(user.id);
    const digest = fingerprint(relevantText(user));
    const holds = before?.fingerprint === digest;
    if (holds && now.getTime() - before.askedAt.getTime() < holdsMs(user.id)) {
      known.set(user.id, before.answer);
      continue;
    }
    if (holds) old.set(user.id, before.answer);
    toAsk.set(user.id, { id: user.id, fingerprint: digest, addresses: addressesOf(user) });
  }
  return { known, old, toAsk: [...toAsk.values()] };
}

/** What holds of somebody now that something was told, with what held before where that goes on to hold. */
export type HeldAnswers = {
  readonly answers: ReadonlyMap<EntraObjectId, MailboxAnswer>;
  /** Answers to be kept. */
  readonly toKeep: readonly {
    readonly id: EntraObjectId;
    readonly answer: MailboxAnswer;
    readonly fingerprint: string;
  }[];
  /** Whose kept answer is refuted. */
  readonly toForget: readonly EntraObjectId[];
};

/**
 * What holds of those who were asked about. That somebody is in no list of rooms refutes that they were in one, and tells
 * nothing else: whatever Exchange said stands. It is not kept either: who is in none may be in the next one, and it costs
 * no request a person to look again.
 */
export function holdAnswers(
  asked: readonly MailboxQuestion[],
  old: ReadonlyMap<EntraObjectId, MailboxAnswer>,
  told: ReadonlyMap<EntraObjectId, MailboxAnswer>,
): HeldAnswers {
  const answers = new Map<EntraObjectId, MailboxAnswer>();
  const toKeep: HeldAnswers['toKeep'][number][] = [];
  const toForget: EntraObjectId[] = [];
  for (const { id, fingerprint } of asked) {
    const before = old.get(id);
    const answer = told.get(id) ?? before;
    if (answer === undefined) continue;
    const stands = answer === 'noPlace' && before !== undefined && before !== 'placeRoom';
    answers.set(id, stands ? before : answer);
    if (answer !== 'noPlace' && told.has(id)) toKeep.push({ id, answer, fingerprint });
    if (answer === 'noPlace' && before === 'placeRoom') toForget.push(id);
  }
  return { answers, toKeep, toForget };
}

/**
 * People who may be a mailbox or a room: without a licence, or named like one. Guests have their mailbox elsewhere, and
 * of those who are left out for another reason first the answer would change nothing.
 */
export function mayBeMailbox(user: EntraUser, { filter }: Rules, everybody = false): boolean {
  if (user.licensed !== false && kindByName(user) === undefined) return false;
  if (!everybody && !filter.includeDisabled && user.accountEnabled === false) return false;
  const { guest, serviceAccount } = listedKinds(user, filter.patterns);
  return guest === undefined && serviceAccount === undefined;
}

/** Why nobody asks Microsoft what somebody's mailbox is; undefined: it is asked, where it may be. */
export type NotAsked = 'otherKind' | 'noAddress' | 'notStriking';

export function whyNotAsked(user: EntraUser, rules: Rules): NotAsked | undefined {
  const { guest, serviceAccount } = listedKinds(user, rules.filter.patterns);
  if (guest !== undefined || serviceAccount !== undefined) return 'otherKind';
  if (chooseEmail(user, rules.emailSources) === undefined) return 'noAddress';
  return mayBeMailbox(user, rules, true) ? undefined : 'notStriking';
}

/**
 * All that makes somebody a candidate or is likely to change with the kind of a mailbox. By no e-mail rule: a preview of
 * another one is to leave answers as they are.
 */
const relevantText = (user: EntraUser): string =>
  JSON.stringify([
    ...[user.id, user.mail, user.displayName, user.mailNickname, user.userPrincipalName],
    ...[user.accountEnabled, user.licensed],
  ]);

/** One to two weeks, by the id: answers that were given together do not all grow old together. */
const holdsMs = (id: EntraObjectId): number => ANSWER_HOLDS_MS * (1 + (Number.parseInt(id.slice(0, 2), 16) || 0) / 256);

function addressesOf(user: EntraUser): readonly string[] {
  const primary = user.proxyAddresses.flatMap((entry) => (/^smtp:/i.test(entry) ? [entry.slice('smtp:'.length)] : []));
  return [user.mail ?? '', user.userPrincipalName, ...primary].map((address) => address.trim().toLowerCase());
}
