import { assertNever } from './assert-never.ts';
import { accountNames, type EntraUser } from './entra-user.ts';
import { KIND_NAMES } from './kind-names.ts';
import type { LooksLike } from './looks-like.ts';
import type { MailboxAnswer } from './mailbox-answer.ts';
import { compileNamePatterns, type KindEvidence } from './person-kind.ts';

/** What somebody is, and by which evidence. */
export const describeKind = (kind: KindEvidence, user: EntraUser): string =>
  `This is ${KIND_NAMES[kind.kind]}: ${describeEvidence(kind, user)}.${suspicionText(kind)}`;

/** What speaks for a kind, as a sentence holds it. */
export function describeEvidence(kind: KindEvidence, user: EntraUser): string {
  switch (kind.evidence) {
    case 'userTypeGuest':
      return userTypeText(user);
    case 'externalNameWithoutUserType':
      return `no user type is set in Entra, and the user principal name ${user.userPrincipalName} is that of a guest`;
    case 'agentUser':
      return 'Entra says that it is the account of an AI agent';
    case 'namePattern':
      return `the name “${nameThatFits(user, kind.pattern)}” fits the pattern “${kind.pattern}”`;
    case 'byHand':
      return 'a person said so, whatever Entra says';
    case 'userPurpose':
      return ANSWER_WORDS[kind.kind];
    case 'place':
      return ANSWER_WORDS.placeRoom;
    case 'noMailbox':
      return ANSWER_WORDS.noMailbox;
    case 'noPlace':
      return `${ANSWER_WORDS.noPlace}, and more may not be asked`;
    case 'nothingElseFits':
      return 'nothing in Entra says otherwise';
    default:
      return assertNever(kind);
  }
}

export const userTypeText = ({ userType }: EntraUser): string => `the user type in Entra is “${userType}”`;

/** What Microsoft answered about a mailbox. */
export const ANSWER_WORDS: Readonly<Record<MailboxAnswer, string>> = {
  person: 'Microsoft says that the mailbox is that of a person',
  sharedMailbox: 'Microsoft says that the mailbox is a shared one',
  room: 'Microsoft says that the mailbox is that of a room',
  equipment: 'Microsoft says that the mailbox is that of equipment',
  noMailbox: 'Microsoft keeps no mailbox for this account',
  placeRoom: 'the address is in Microsoft’s list of rooms',
  noPlace: 'the address is not in Microsoft’s list of rooms',
};

function nameThatFits(user: EntraUser, pattern: string): string {
  const [compiled] = compileNamePatterns([pattern]);
  return accountNames(user).find((name) => compiled?.matches(name)) ?? user.userPrincipalName;
}

const LOOKS: Readonly<Record<LooksLike['evidence'], string>> = {
  name: 'by the name',
  disabledUnlicensed: 'since the account is disabled and has no licence',
};

/** A suspicion is shown, and decides nothing. */
function suspicionText(kind: KindEvidence): string {
  if (!('looksLike' in kind) || kind.looksLike === undefined) return '';
  const { kind: seems, evidence } = kind.looksLike;
  return ` It looks like ${KIND_NAMES[seems]}, ${LOOKS[evidence]}: the permission MailboxSettings.Read would tell.`;
}
