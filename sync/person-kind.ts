import { hasExternalName, type EntraUser } from './entra-user.ts';

/** What a user object stands for. A kind always names its evidence. */
export type PersonKind = 'person' | 'guest' | 'sharedMailbox' | 'room' | 'equipment' | 'serviceAccount';

export type GuestEvidence = {
  readonly kind: 'guest';
  readonly evidence: 'userTypeGuest' | 'externalNameWithoutUserType';
};
export type ServiceAccountEvidence =
  | { readonly kind: 'serviceAccount'; readonly evidence: 'agentUser' }
  | { readonly kind: 'serviceAccount'; readonly evidence: 'namePattern'; readonly pattern: string };
export type KindEvidence =
  GuestEvidence | ServiceAccountEvidence | { readonly kind: 'person'; readonly evidence: 'nothingElseFits' };

/** The editable name patterns, compiled once a run instead of once a person. */
export type NamePatterns = readonly { readonly text: string; readonly matches: (name: string) => boolean }[];

/**
 * The kind that a listing alone can tell.
 *
 * Shared mailboxes, rooms and equipment are never told here: a listing has no sure sign of them
 * (https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings is one request a person), so with the
 * required permissions alone they stay unknown and are never guessed.
 */
export function judgeKind(user: EntraUser, patterns: NamePatterns): KindEvidence {
  return (
    guestEvidence(user) ?? serviceAccountEvidence(user, patterns) ?? { kind: 'person', evidence: 'nothingElseFits' }
  );
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
