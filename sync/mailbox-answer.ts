import type { PersonKind } from './person-kind.ts';

/**
 * What Microsoft answered about somebody's mailbox. The first four are its `userPurpose`
 * (https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings: user, linked and others are persons to us);
 * `noMailbox`: Exchange keeps none; `placeRoom`: the address is a room's
 * (https://learn.microsoft.com/en-us/graph/api/place-list); `noPlace`: it is no room's, and nothing else is known.
 */
export const MAILBOX_ANSWERS = [
  ...(['person', 'sharedMailbox', 'room', 'equipment'] as const),
  ...(['noMailbox', 'placeRoom', 'noPlace'] as const),
] as const;
export type MailboxAnswer = (typeof MAILBOX_ANSWERS)[number];

/** The kinds that only Microsoft’s answer about the mailbox, or a person, can tell. */
export type MailboxKind = Extract<PersonKind, 'sharedMailbox' | 'room' | 'equipment'>;

export const MAILBOX_EVIDENCE = {
  person: 'userPurpose',
  sharedMailbox: 'userPurpose',
  room: 'userPurpose',
  equipment: 'userPurpose',
  noMailbox: 'noMailbox',
  placeRoom: 'place',
  noPlace: 'noPlace',
} as const satisfies Record<MailboxAnswer, string>;
export type MailboxEvidence = (typeof MAILBOX_EVIDENCE)[MailboxAnswer];

/** The kind that an answer makes somebody. Undefined: none of those three, as far as the answer goes. */
export function mailboxKindOf(answer: MailboxAnswer): MailboxKind | undefined {
  if (answer === 'placeRoom') return 'room';
  return answer === 'sharedMailbox' || answer === 'room' || answer === 'equipment' ? answer : undefined;
}

/** Whether an answer says that somebody is of that kind; `unknown`: it does not say. */
export function isOfKind(answer: MailboxAnswer | undefined, kind: MailboxKind): boolean | 'unknown' {
  if (answer === undefined) return 'unknown';
  if (answer === 'noPlace') return kind === 'room' ? false : 'unknown';
  return mailboxKindOf(answer) === kind;
}
