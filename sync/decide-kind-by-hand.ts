import { evaluateFilter, type Filter, type InScope } from './evaluate-filter.ts';
import { evaluatePerson, type Evaluation, type Fingerprint } from './evaluate-person.ts';
import type { EntraUser } from './entra-user.ts';
import type { EntraObjectId } from './ids.ts';
import type { KnownKind, PersonKind } from './person-kind.ts';
import { planPerson, type KnownEmployee } from './plan-page.ts';
import type { PlannedChange } from './planned-change.ts';
import type { Rules } from './rules.ts';
import type { SkipReason } from './skip-reason.ts';

/** What is to happen now that somebody's kind was given or taken back by hand. `relabel`: only the kind changes. */
export type HandKindChange = PlannedChange | 'unchanged' | { readonly action: 'relabel'; readonly kind: PersonKind };

/** What a live look-up gave. `user` undefined: the person could not be looked up, and the employee alone is known. */
export type HandKindFacts = {
  readonly entraObjectId: EntraObjectId;
  readonly user: EntraUser | undefined;
  readonly employee: KnownEmployee | undefined;
  /** Whether the person is a member of the chosen groups, where there are some. */
  readonly inScope: InScope;
  readonly known: KnownKind;
};

/**
 * Decides it by the whole rule where the person was looked up. Where that was not possible, the kind alone decides
 * about an employee who is present: it can end the match, and cannot begin one.
 */
export function decideKindByHand(
  { entraObjectId, user, employee, inScope, known }: HandKindFacts,
  rules: Rules,
  fingerprint: Fingerprint,
): HandKindChange {
  if (user !== undefined) {
    return planPerson(
      entraObjectId,
      evaluatePerson(user, rules, fingerprint, inScope, known, employee?.kept),
      employee,
      rules.cleanUpEnabled,
    );
  }
  if (known.byHand === undefined) return 'unchanged';
  const reason = leavesByKind(known.byHand, rules.filter);
  const skipped = (why: SkipReason): Evaluation => ({ kind: 'skipped', reason: why, emailSource: undefined });
  if (reason === undefined) return { action: 'relabel', kind: known.byHand };
  return planPerson(entraObjectId, skipped(reason), employee, rules.cleanUpEnabled);
}

/** The reason for which the filter leaves out everybody of a kind. */
export function leavesByKind(kind: PersonKind, filter: Filter): SkipReason | undefined {
  const onlyKinds = { ...filter, groups: [], includeDisabled: true, odata: undefined, expression: undefined };
  const verdict = evaluateFilter(NOBODY, onlyKinds, 'unknown', { byHand: kind });
  return verdict.kind === 'fails' ? verdict.reason : undefined;
}

/** Clauses about a kind that was given by hand look at nothing else. */
const NOBODY: EntraUser = {
  id: '' as EntraObjectId, // looked at by nobody
  userPrincipalName: '',
  displayName: null,
  mail: null,
  mailNickname: null,
  proxyAddresses: [],
  otherMails: [],
  accountEnabled: null,
  userType: null,
  licensed: null,
  agent: false,
  properties: {},
};
