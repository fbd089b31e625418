import type { EntraUser } from './entra-user.ts';
import { UNREADABLE } from './filter/compare-values.ts';
import { evaluate, type ReadProperty } from './filter/evaluate.ts';
import type { ParsedFilter } from './filter/syntax-tree.ts';
import { truthOf, type Truth } from './filter/truth.ts';
import type { IntegrationSettings } from './integration-settings.schema.ts';
import { isOfKind, MAILBOX_EVIDENCE, type MailboxKind } from './mailbox-answer.ts';
import { listedKinds, NOTHING_KNOWN, type KnownKind, type ListedKinds, type NamePatterns } from './person-kind.ts';
import { readProperty } from './read-property.ts';
import type { SkipReason } from './skip-reason.ts';

/** One clause of a filter about one person: `holds` says whether the person may stay as far as this clause goes. */
export type Clause = {
  readonly reason: Exclude<SkipReason, 'unknown' | 'noEmail'>;
  readonly holds: Truth;
  /** Of a clause about a kind: what it went by; absent: there was nothing to go by. */
  readonly evidence?: string;
};

/** The switches of the settings, with name patterns and written filters made ready. */
export type Filter = Omit<IntegrationSettings['filters'], 'odata' | 'expression'> & {
  readonly patterns: NamePatterns;
  readonly odata: ParsedFilter | undefined;
  readonly expression: ParsedFilter | undefined;
  /** Properties that the tenant's permissions do not give. */
  readonly unreadable: ReadonlySet<string>;
};

/** Whether somebody is a member of the groups that the settings choose. `unknown`: Graph did not say. */
export type InScope = boolean | 'unknown';

export type FilterVerdict =
  | { readonly kind: 'passes'; readonly clauses: readonly Clause[] }
  | { readonly kind: 'fails'; readonly reason: SkipReason; readonly clauses: readonly Clause[] };

/**
 * Decides whether a person passes the filter, and names the clause that decided: the first that is false, in the
 * order of SKIP_REASONS. An unknown clause about a kind lets the person pass; a written filter that is unknown, while
 * nothing is false, neither imports nor removes: the reason is `unknown`. So does a membership that is unknown.
 */
export function evaluateFilter(
  user: EntraUser,
  filter: Filter,
  inScope: InScope = 'unknown',
  known: KnownKind = NOTHING_KNOWN,
  listed = listedKinds(user, filter.patterns),
): FilterVerdict {
  const clauses = clausesOf(user, filter, inScope, known, listed);
  const failed = clauses.find((clause) => clause.holds === 'false');
  if (failed !== undefined) return { kind: 'fails', reason: failed.reason, clauses };
  return clauses.some(isObstacle) ? { kind: 'fails', reason: 'unknown', clauses } : { kind: 'passes', clauses };
}

function clausesOf(
  user: EntraUser,
  filter: Filter,
  inScope: InScope,
  known: KnownKind,
  { guest, serviceAccount }: ListedKinds,
): Clause[] {
  const clauses: Clause[] = [];
  if (hasScope(filter)) clauses.push({ reason: 'group', holds: inScope === 'unknown' ? inScope : truthOf(inScope) });
  if (!filter.includeDisabled) clauses.push({ reason: 'disabled', holds: truthOf(user.accountEnabled !== false) });
  if (!filter.includeGuests) clauses.push(kindClause('guest', known, guest));
  if (filter.excludeSharedMailboxes) clauses.push(mailboxClause('sharedMailbox', known));
  if (filter.excludeRooms) clauses.push(mailboxClause('room', known), mailboxClause('equipment', known));
  if (filter.excludeServiceAccounts) clauses.push(kindClause('serviceAccount', known, serviceAccount));
  const read = readerOf(user, filter);
  if (filter.odata !== undefined) clauses.push({ reason: 'odata', holds: evaluate(filter.odata, read) });
  if (filter.expression !== undefined) clauses.push({ reason: 'expression', holds: evaluate(filter.expression, read) });
  return clauses;
}

/** Of kinds that a listing shows: who has no sign of it is not of that kind. */
function kindClause(
  reason: 'guest' | 'serviceAccount',
  { byHand }: KnownKind,
  found: { readonly evidence: string } | undefined,
): Clause {
  if (byHand !== undefined) return { reason, holds: truthOf(byHand !== reason), evidence: 'byHand' };
  return found === undefined ? { reason, holds: 'true' } : { reason, holds: 'false', evidence: found.evidence };
}

/** Of kinds that a listing does not show: without Microsoft’s answer it is unknown. */
function mailboxClause(reason: MailboxKind, { byHand, mailbox }: KnownKind): Clause {
  if (byHand !== undefined) return { reason, holds: truthOf(byHand !== reason), evidence: 'byHand' };
  const is = isOfKind(mailbox, reason);
  if (is === 'unknown' || mailbox === undefined) return { reason, holds: 'unknown' };
  return { reason, holds: truthOf(!is), evidence: MAILBOX_EVIDENCE[mailbox] };
}

/** Whether a clause keeps the person out: it is false, or it is unknown and must be known. */
export const isObstacle = ({ reason, holds }: Clause): boolean =>
  holds === 'false' || (holds === 'unknown' && mustBeKnown(reason));

const mustBeKnown = (reason: Clause['reason']): boolean =>
  reason === 'group' || reason === 'odata' || reason === 'expression';

/** Whether groups limit who is imported; no groups are no limit. */
export const hasScope = ({ groups }: Pick<IntegrationSettings['filters'], 'groups'>): boolean =>
  groups !== undefined && groups.length > 0;

/** What a written filter sees of a person. */
export const readerOf =
  (user: EntraUser, { unreadable }: Pick<Filter, 'unreadable'>): ReadProperty =>
  (property) =>
    unreadable.has(property) ? UNREADABLE : readProperty(user, property);
