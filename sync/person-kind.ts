import { hasExternalName, type EntraUser } from './entra-user.ts';
import { looksLike, type LooksLike } from './looks-like.ts';
import {
  isOfKind,
  MAILBOX_EVIDENCE,
  mailboxKindOf,
  type MailboxAnswer,
  type MailboxEvidence,
  type MailboxKind,
} from './mailbox-answer.ts';

/** What a user object stands for. A kind always names its evidence. */
export const PERSON_KINDS = [
  ...(['person', 'guest', 'sharedMailbox'] as const),
  ...(['room', 'equipment', 'serviceAccount'] as const),
] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

/** What is known of somebody's kind beyond what a listing tells. */
export type KnownKind = {
  /** Microsoft's answer about the mailbox; absent: not asked, or not answered. */
  readonly mailbox?: MailboxAnswer | undefined;
  /** Said by a person: goes before everything else. */
  readonly byHand?: PersonKind | undefined;
};
export const NOTHING_KNOWN: KnownKind = {};

export type GuestEvidence = {
  readonly kind: 'guest';
  readonly evidence: 'userTypeGuest' | 'externalNameWithoutUserType';
};
export type ServiceAccountEvidence =
  | { readonly kind: 'serviceAccount'; readonly evidence: 'agentUser' }
  | { readonly kind: 'serviceAccount'; readonly evidence: 'namePattern'; readonly pattern: string };
export type KindEvidence =
  | { readonly kind: PersonKind; readonly evidence: 'byHand' }
  | GuestEvidence
  | ServiceAccountEvidence
  | { readonly kind: MailboxKind; readonly evidence: MailboxEvidence }
  | { readonly kind: 'person'; readonly evidence: 'nothingElseFits' | MailboxEvidence; readonly looksLike?: LooksLike };

/** The evidence of a kind as it is kept beside it. */
export type AboutKind = {
  readonly evidence: KindEvidence['evidence'];
  /** The pattern that a service account's name fits. */
  readonly pattern?: string;
  readonly looksLike?: LooksLike;
};

/** The editable name patterns, compiled once a run instead of once a person. */
export type NamePatterns = readonly { readonly text: string; readonly matches: (name: string) => boolean }[];

/**
 * The kind of a user object, with its evidence: what a person said, what the listing shows, what Microsoft answered about
 * the mailbox. Without an answer nobody is a mailbox or a room; what only looks like one is said beside.
 */
export function judgeKind(
  user: EntraUser,
  patterns: NamePatterns,
  { mailbox, byHand }: KnownKind = NOTHING_KNOWN,
): KindEvidence {
  if (byHand !== undefined) return { kind: byHand, evidence: 'byHand' };
  const listed = guestEvidence(user) ?? serviceAccountEvidence(user, patterns);
  if (listed !== undefined) return listed;
  const kind = mailbox && mailboxKindOf(mailbox);
  if (mailbox !== undefined && kind !== undefined) return { kind, evidence: MAILBOX_EVIDENCE[mailbox] };
  const suspicion = looksLike(user);
  const stands = suspicion !== undefined && isOfKind(mailbox, suspicion.kind) === 'unknown';
  const evidence = mailbox === undefined ? 'nothingElseFits' : MAILBOX_EVIDENCE[mailbox];
  return { kind: 'person', evidence, ...(stands && { looksLike: suspicion }) };
}

/**
 * A Member with `#EXT#` in the name is an external member, a person
 * (https://learn.microsoft.com/en-us/entra/external-id/user-properties); only where no user type is set does the name decide.
 */
export function guestEvidence(user: EntraUser): GuestEvidence | undefined {
  if (user.userType?.toLowerCase() === 'guest') return { kind: 'guest', evidence: 'userTypeGuest' };
  if (user.userType === null && hasExternalName(user))
    return { kind: 'guest', evidence: 'externalNameWithoutUserType' };
  return undefined;
}

/** Graph has no marker for service accounts: an AI assistant's type says so, for all others only the name does. */
export function serviceAccountEvidence(user: EntraUser, patterns: NamePatterns): ServiceAccountEvidence | undefined {
  if (user.agent) return { kind: 'serviceAccount', evidence: 'agentUser' };
  const pattern = matchingPattern(user, patterns);
  return pattern === undefined ? undefined : { kind: 'serviceAccount', evidence: 'namePattern', pattern };
}

function matchingPattern(user: EntraUser, patterns: NamePatterns): string | undefined {
  if (patterns.length === 0) return undefined;
  const localPart = (user.userPrincipalName.split('@', 1)[0] ?? '').toLowerCase();
  const nickname = user.mailNickname?.toLowerCase();
  return patterns.find(({ matches }) => matches(localPart) || (nickname !== undefined && matches(nickname)))?.text;
}

/** `*` stands for any text, everything else for itself, without regard to case. */
export function compileNamePatterns(patterns: readonly string[]): NamePatterns {
  return patterns.map((text) => {
    const parts = text.toLowerCase().split('*');
    return { text, matches: (name) => matchesParts(name, parts) };
  });
}

/** Linear in the name's length, whatever the pattern: no regular expression is built from an admin's text. */
function matchesParts(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}
