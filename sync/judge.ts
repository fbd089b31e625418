import type { EntraUser } from './entra-user.ts';
import { evaluatePerson, type Evaluation, type Fingerprint } from './evaluate-person.ts';
import type { KeptValues } from './keep-values.ts';
import type { EntraObjectId } from './ids.ts';
import type { InScope } from './evaluate-filter.ts';
import { type KnownKind, NOTHING_KNOWN } from './person-kind.ts';
import type { Rules } from './rules.ts';

/** Membership in the chosen groups, by person; it counts only where the settings choose groups. */
export type ScopeOf = (id: EntraObjectId) => InScope;
/** What is known of people's kinds beyond the listing; of whom it says nothing, nothing is. */
export type KindOf = (id: EntraObjectId) => KnownKind | undefined;

/** What the rules say about somebody, with what is stored of them as far as it is kept. */
export type Judge = (user: EntraUser, kept: KeptValues | undefined) => Evaluation;

/** Judges by these rules and by what is known beside what was read. */
export const judgeBy =
  (
    rules: Rules,
    fingerprint: Fingerprint,
    scopeOf: ScopeOf = () => 'unknown',
    kindOf: KindOf = () => undefined,
  ): Judge =>
  (user, kept) =>
    evaluatePerson(user, rules, fingerprint, scopeOf(user.id), kindOf(user.id) ?? NOTHING_KNOWN, kept);
