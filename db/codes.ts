import type { EmailSource } from '../sync/integration-settings.schema.ts';
import type { ChangeAction, ChangeReason } from '../sync/planned-change.ts';
import type { SkipReason } from '../sync/skip-reason.ts';

/**
 * Numbers that stand for words in tables of many rows. They are stored: a number is never given to another word, and
 * a new word takes the next one. Complete by type.
 */
const ACTION_CODES: Readonly<Record<ChangeAction, number>> = {
  create: 1,
  update: 2,
  remove: 3,
  missing: 4,
  restore: 5,
  skip: 6,
};

const REASON_CODES: Readonly<Record<ChangeReason, number>> = {
  matches: 1,
  changed: 2,
  back: 3,
  deleted: 4,
  byHand: 5,
  notProven: 6,
  disabled: 10,
  guest: 11,
  sharedMailbox: 12,
  room: 13,
  equipment: 14,
  serviceAccount: 15,
  noEmail: 16,
  odata: 17,
  expression: 18,
  unknown: 19,
  group: 20,
};

/** What became of a person of a listing. `seenAgain`: the person stands on a later page too, which counts. */
export type ListedOutcome = 'matches' | 'seenAgain' | SkipReason;
const OUTCOME_CODES: Readonly<Record<ListedOutcome, number>> = {
  matches: 0,
  seenAgain: 255,
  disabled: REASON_CODES.disabled,
  guest: REASON_CODES.guest,
  sharedMailbox: REASON_CODES.sharedMailbox,
  room: REASON_CODES.room,
  equipment: REASON_CODES.equipment,
  serviceAccount: REASON_CODES.serviceAccount,
  odata: REASON_CODES.odata,
  expression: REASON_CODES.expression,
  unknown: REASON_CODES.unknown,
  noEmail: REASON_CODES.noEmail,
  group: REASON_CODES.group,
};

const SOURCE_CODES: Readonly<Record<EmailSource | 'none', number>> = {
  none: 0,
  proxyAddresses: 1,
  mail: 2,
  otherMails: 3,
  userPrincipalName: 4,
};

/** How far the absence of a person is proven. */
export const PROOF = { toProve: 0, proven: 1, unproven: 2 } as const;

export const actionCode = (action: ChangeAction): number => ACTION_CODES[action];
export const reasonCode = (reason: ChangeReason): number => REASON_CODES[reason];
export const outcomeCode = (outcome: ListedOutcome): number => OUTCOME_CODES[outcome];
export const sourceCode = (source: EmailSource | undefined): number => SOURCE_CODES[source ?? 'none'];

export const actionOf = wordOf(ACTION_CODES);
export const reasonOf = wordOf(REASON_CODES);
export const outcomeOf = wordOf(OUTCOME_CODES);

function wordOf<Word extends string>(codes: Readonly<Record<Word, number>>): (code: number) => Word {
  // the keys of a record are its words: Object.entries forgets that
  const words = new Map(Object.entries(codes).map(([word, code]) => [code as number, word as Word]));
  return (code) => {
    const word = words.get(code);
    if (word === undefined) throw new Error(`No word is known for the stored code ${code}.`);
    return word;
  };
}
