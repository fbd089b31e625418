import type { EntraUser } from './entra-user.ts';
import type { IntegrationSettings } from './integration-settings.schema.ts';
import { guestEvidence, serviceAccountEvidence, type NamePatterns } from './person-kind.ts';
import type { SkipReason } from './skip-reason.ts';

/** Three-valued: unknown is what we were not allowed to read, and never counts as false. */
export type Truth = 'true' | 'false' | 'unknown';

/** One clause of a filter about one person: `holds` says whether the person may stay as far as this clause goes. */
export type Clause = { readonly reason: Exclude<SkipReason, 'noEmail'>; readonly holds: Truth };

/** The switches of the settings with the name patterns compiled. */
export type Filter = IntegrationSettings['filters'] & { readonly patterns: NamePatterns };

export type FilterVerdict =
  | { readonly kind: 'passes'; readonly clauses: readonly Clause[] }
  | { readonly kind: 'fails'; readonly reason: SkipReason; readonly clauses: readonly Clause[] };

/**
 * Decides whether a person passes the filter, and names the clause that decided: the first that is false, in the
 * order of SKIP_REASONS. An unknown clause about a kind lets the person pass.
 */
export function evaluateFilter(user: EntraUser, filter: Filter): FilterVerdict {
  const clauses = clausesOf(user, filter);
  const failed = clauses.find((clause) => clause.holds === 'false');
  return failed === undefined ? { kind: 'passes', clauses } : { kind: 'fails', reason: failed.reason, clauses };
}

function clausesOf(user: EntraUser, filter: Filter): Clause[] {
  const clauses: Clause[] = [];
  if (!filter.includeDisabled) clauses.push({ reason: 'disabled', holds: truth(user.accountEnabled !== false) });
  if (!filter.includeGuests) clauses.push({ reason: 'guest', holds: truth(guestEvidence(user) === undefined) });
  if (filter.excludeSharedMailboxes) clauses.push({ reason: 'sharedMailbox', holds: 'unknown' });
  if (filter.excludeRooms) {
    clauses.push({ reason: 'room', holds: 'unknown' });
    clauses.push({ reason: 'equipment', holds: 'unknown' });
  }
  if (filter.excludeServiceAccounts) {
    clauses.push({
      reason: 'serviceAccount',
      holds: truth(serviceAccountEvidence(user, filter.patterns) === undefined),
    });
  }
  return clauses;
}

const truth = (holds: boolean): Truth => (holds ? 'true' : 'false');
