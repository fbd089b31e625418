import { accountNames, hasExternalName, type EntraUser } from './entra-user.ts';
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
  { guest, serviceAccount } = listedKinds(user, patterns),
): KindEvidence {
  if (byHand !== undefined) return { kind: byHand, evidence: 'byHand' };
  const listed = guest ?? serviceAccount;
  if (listed !== undefined) return listed;
  const kind = mailbox && mailboxKindOf(mailbox);
  if (mailbox !== undefined && kind !== undefined) return { kind, evidence: MAILBOX_EVIDENCE[mailbox] };
  const suspicion = looksLike(user);
  const stands = suspicion !== undefined && isOfKind(mailbox, suspicion.kind) === 'unknown';
  const evidence = mailbox === undefined ? 'nothingElseFits' : MAILBOX_EVIDENCE[mailbox];
  return { kind: 'person', evidence, ...(stands && { looksLike: suspicion }) };
}

/** What the listing itself shows of kinds; a guest can have a service account's name as well. */
export type ListedKinds = {
  readonly guest: GuestEvidence | undefined;
  readonly serviceAccount: ServiceAccountEvidence | undefined;
};

export const listedKinds = (user: EntraUser, patterns: NamePatterns): ListedKinds => ({
  guest: guestEvidence(user),
  serviceAccount: serviceAccountEvidence(user, patterns),
});

/**
 * A Member with `#EXT#` in the name is an external member, a person
 * (https://learn.microsoft.com/en-us/entra/external-id/user-properties); only where no user type is set does the name decide.
 */
function guestEvidence(user: EntraUser): GuestEvidence | undefined {
  if (user.userType?.toLowerCase() === 'guest') return { kind: 'guest', evidence: 'userTypeGuest' };
  if (user.userType === null && hasExternalName(user))
    return { kind: 'guest', evidence: 'externalNameWithoutUserType' };
  return undefined;
}

/** Graph has no marker for service accounts: an AI assistant's type says so, for all others only the name does. */
function serviceAccountEvidence(user: EntraUser, patterns: NamePatterns): ServiceAccountEvidence | undefined {
  if (user.agent) return { kind: 'serviceAccount', evidence: 'agentUser' };
  if (patterns.length === 0) return undefined;
  const names = accountNames(user);
  const pattern = patterns.find(({ matches }) => names.some(matches))?.text;
  return pattern === undefined ? undefined : { kind: 'serviceAccount', evidence: 'namePattern', pattern };
}

/** `*` stands for any text, everything else for itself, without regard to case. */
export function compileNamePatterns(patterns: readonly string[]): NamePatterns {
  return patterns.map((text) => {
    const [first = '', ...rest] = text.toLowerCase().split('*');
    const last = rest.pop();
    return { text, matches: (name) => name.startsWith(first) && matchesRest(name, first.length, rest, last) };
  });
}

/** Linear in the name's length, whatever the pattern: no regular expression is built from an admin's text. */
function matchesRest(name: string, start: number, parts: readonly string[], last: string | undefined): boolean {
  if (last === undefined) return name.length === start;
  if (!name.endsWith(last)) return false;
  let from = start;
  for (const part of parts) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}
