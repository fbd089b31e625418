import { assertNever } from './assert-never.ts';
import { capital } from './capital.ts';
import { KIND_NAMES } from './kind-names.ts';
import type { KindEvidence } from './person-kind.ts';

/** What somebody is, and by which evidence. */
export function describeKind(kind: KindEvidence): string {
  switch (kind.evidence) {
    case 'userTypeGuest':
      return 'A guest: the user type is Guest.';
    case 'externalNameWithoutUserType':
      return 'A guest: no user type is set, and the user principal name holds #EXT#.';
    case 'agentUser':
      return 'A service account: an agent user.';
    case 'namePattern':
      return `A service account: the name fits the pattern ${kind.pattern}.`;
    case 'byHand':
      return `${capital(KIND_NAMES[kind.kind])}: a person said so.`;
    case 'userPurpose':
      return `${capital(KIND_NAMES[kind.kind])}: Microsoft says so of the mailbox.`;
    case 'place':
      return `${capital(KIND_NAMES[kind.kind])}: it stands in the list of rooms.`;
    case 'noMailbox':
      return `${capital(KIND_NAMES[kind.kind])}: there is no mailbox.`;
    case 'noPlace':
      return `${capital(KIND_NAMES[kind.kind])}: not in the list of rooms, and more may not be asked.${suspicionText(kind)}`;
    case 'nothingElseFits':
      return `A person: nothing says otherwise.${suspicionText(kind)}`;
    default:
      return assertNever(kind);
  }
}

/** A suspicion is shown, and decides nothing. */
function suspicionText(kind: KindEvidence): string {
  if (!('looksLike' in kind) || kind.looksLike === undefined) return '';
  const { kind: seems, evidence } = kind.looksLike;
  const why = evidence === 'name' ? 'by the name' : 'disabled and without a licence';
  return ` Looks like: ${KIND_NAMES[seems]}, ${why}; MailboxSettings.Read would tell.`;
}
