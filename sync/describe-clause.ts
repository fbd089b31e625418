import { assertNever } from './assert-never.ts';
import { ANSWER_WORDS, describeEvidence, userTypeText } from './describe-kind.ts';
import { describeWritten } from './describe-written.ts';
import { accountNames } from './entra-user.ts';
import type { ClauseStep, ListedStep, MailboxStep } from './explain-person.ts';
import type { Truth } from './filter/truth.ts';
import { KIND_NAMES } from './kind-names.ts';
import type { NotAsked } from './mailbox-question.ts';

type Holds = { readonly holds: Truth };

/** What a clause of the filter asks, what it saw of somebody, and whether that lets them in. */
export function describeClause(step: ClauseStep): string {
  switch (step.reason) {
    case 'group':
      return `Only people of the chosen groups come in: ${GROUPS[step.holds]}`;
    case 'disabled':
      return `Disabled accounts are left out: ${enabledText(step.accountEnabled)}, ${VERDICTS[step.holds]}.`;
    case 'guest':
    case 'serviceAccount':
      return `${RULES[step.reason]}: ${listedText(step)}, ${VERDICTS[step.holds]}.`;
    case 'sharedMailbox':
    case 'room':
    case 'equipment':
      return `${RULES[step.reason]}: ${mailboxText(step)}`;
    case 'odata':
    case 'expression':
      return describeWritten(step);
    default:
      return assertNever(step);
  }
}

const RULES = {
  guest: 'Guests are left out',
  serviceAccount: 'Service accounts are left out',
  sharedMailbox: 'Shared mailboxes are left out',
  room: 'Rooms are left out',
  equipment: 'Equipment is left out',
} as const satisfies Readonly<Record<(ListedStep | MailboxStep)['reason'], string>>;

const VERDICTS: Readonly<Record<Truth, string>> = {
  true: 'so this person passes',
  false: 'so this person does not pass',
  // A clause about a kind that is not known keeps nobody out.
  unknown: 'so this person passes for now',
};

const GROUPS: Readonly<Record<Truth, string>> = {
  true: 'this person is in one of them, and passes.',
  false: 'this person is in none of them, and does not pass.',
  unknown:
    'Microsoft did not say whether this person is in one of them, so this person is neither imported nor removed. The permission GroupMember.Read.All would tell.',
};

function enabledText(accountEnabled: boolean | null): string {
  if (accountEnabled === null) return 'Entra does not say whether this one is enabled, which counts as enabled';
  return accountEnabled ? 'this one is enabled in Entra' : 'this one is disabled in Entra';
}

function listedText({ reason, user, found, known: { byHand } }: ListedStep): string {
  if (byHand !== undefined) return `a person said by hand that this is ${KIND_NAMES[byHand]}`;
  if (found !== undefined) return describeEvidence(found, user);
  if (reason === 'serviceAccount') {
    const names = accountNames(user).map((name) => `“${name}”`);
    return `no pattern of names fits ${names.join(' or ')}`;
  }
  return user.userType === null
    ? `no user type is set in Entra, and the user principal name ${user.userPrincipalName} is not that of a guest`
    : userTypeText(user);
}

function mailboxText({ reason, holds, known: { byHand, mailbox }, notAsked }: MailboxStep & Holds): string {
  const verdict = VERDICTS[holds];
  if (byHand !== undefined) return `a person said by hand that this is ${KIND_NAMES[byHand]}, ${verdict}.`;
  if (holds !== 'unknown' && mailbox !== undefined) return `${ANSWER_WORDS[mailbox]}, ${verdict}.`;
  if (mailbox === undefined && notAsked !== undefined) return NOT_ASKED[notAsked];
  const told =
    mailbox === undefined
      ? 'Microsoft has not said what the mailbox is'
      : `this alone is known, that ${ANSWER_WORDS[mailbox]}`;
  return `${told}, ${verdict}. The permission ${WOULD_TELL[reason]} would tell.`;
}

const NOT_ASKED: Readonly<Record<NotAsked, string>> = {
  otherKind: 'Microsoft is not asked about the mailbox of a guest or a service account, so this person passes.',
  noAddress: 'there is no address, so no mailbox that Microsoft could be asked about, and this person passes.',
  notStriking:
    'nothing about this person is like a mailbox or a room, so Microsoft is not asked, and this person passes.',
};

/** The permission without which it is not known. */
const WOULD_TELL: Readonly<Record<MailboxStep['reason'], string>> = {
  sharedMailbox: 'MailboxSettings.Read',
  room: 'MailboxSettings.Read or Place.Read.All',
  equipment: 'MailboxSettings.Read',
};
