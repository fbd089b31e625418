import { addressFrom, chooseEmail, type ChosenEmail } from './choose-email.ts';
import { hasExternalName, type EntraUser } from './entra-user.ts';
import { evaluateFilter, readerOf, type Clause, type Filter } from './evaluate-filter.ts';
import { evaluatePerson } from './evaluate-person.ts';
import { explainFilter, type ExplainedClause, type Seen } from './filter/explain-filter.ts';
import type { ParsedFilter } from './filter/syntax-tree.ts';
import type { EmployeeId } from './ids.ts';
import type { EmailSource } from './integration-settings.schema.ts';
import type { EmployeeValues } from './map-fields.ts';
import type { KnownPerson, PersonFacts } from './person-facts.ts';
import { judgeKind, type KindEvidence } from './person-kind.ts';
import { planPerson } from './plan-page.ts';
import type { SkipReason } from './skip-reason.ts';
import { suggestCures, type Suggestion } from './suggest-cures.ts';

/** What one source of addresses gave. `shadowed`: a valid address, but an earlier source won. */
export type TriedSource = {
  readonly source: EmailSource;
  /** All that it holds. */
  readonly held: readonly string[];
  readonly address: string | undefined;
  readonly result: 'won' | 'shadowed' | 'empty' | 'notValid' | 'externalName';
};

/** A clause with what it looked at; `parts` are those of a written filter. */
export type ClauseStep = Clause & {
  readonly step: 'clause';
  readonly seen: readonly Seen[];
  readonly parts: readonly ExplainedClause[];
};

/** The rule about one person in the order in which it is applied. The values are the person's: never log or store them. */
export type ExplanationStep =
  | { readonly step: 'entra'; readonly user: EntraUser }
  | { readonly step: 'kind'; readonly kind: KindEvidence }
  | { readonly step: 'email'; readonly tried: readonly TriedSource[] }
  | ClauseStep
  | { readonly step: 'fields'; readonly values: EmployeeValues }
  | { readonly step: 'address'; readonly address: string; readonly heldBy: EmployeeId | undefined }
  | { readonly step: 'employee'; readonly employee: KnownPerson | undefined };

/** What the next run would make of the person. */
export type ExplainedOutcome =
  | { readonly kind: 'imported'; readonly how: 'create' | 'restore' | 'stays' }
  | { readonly kind: 'duplicate'; readonly of: EmployeeId }
  | {
      readonly kind: 'notImported';
      readonly reason: SkipReason;
      readonly next: 'stays' | 'staysOut' | 'remove' | 'missing';
    };

export type Explanation = {
  readonly steps: readonly ExplanationStep[];
  readonly outcome: ExplainedOutcome;
  /** What would import somebody who is left out. */
  readonly suggestion: Suggestion | undefined;
};

/** Explains by the very functions that decide in a run, so that the two cannot differ. */
export function explainPerson(facts: PersonFacts): Explanation {
  const { user, rules, inScope, knownKind, employee, holderOf } = facts;
  const tried = trySources(user, rules.emailSources);
  const evaluation = evaluatePerson(user, rules, noDigest, inScope, knownKind, employee?.kept);
  const clauses = evaluateFilter(user, rules.filter, inScope, knownKind).clauses;
  const steps: ExplanationStep[] = [
    { step: 'entra', user },
    { step: 'kind', kind: judgeKind(user, rules.filter.patterns, knownKind) },
    { step: 'email', tried },
    ...clauses.map((clause) => withSeen(clause, user, rules.filter)),
  ];
  const address = chooseEmail(user, rules.emailSources)?.address;
  if (address !== undefined) steps.push({ step: 'address', address, heldBy: holderOf(address) });
  if (evaluation.kind === 'matches') steps.push({ step: 'fields', values: evaluation.person.values });
  steps.push({ step: 'employee', employee });
  const suggestion = evaluation.kind === 'skipped' ? suggestCures(facts) : undefined;
  return { steps, outcome: outcomeOf(facts, evaluation), suggestion };
}

/** Whether the contents are the same does not matter here: who matches stays. */
const noDigest = (): string => '';

function outcomeOf(
  { user, rules, employee, holderOf }: PersonFacts,
  evaluation: ReturnType<typeof evaluatePerson>,
): ExplainedOutcome {
  const known = employee && { ...employee, fingerprint: noDigest() };
  const planned = planPerson(user.id, evaluation, known, rules.cleanUpEnabled);
  if (evaluation.kind === 'skipped') {
    const { reason } = evaluation;
    const leaves = planned !== 'unchanged' && (planned.action === 'remove' || planned.action === 'missing');
    if (leaves) return { kind: 'notImported', reason, next: planned.action };
    const isThere = employee !== undefined && employee.status !== 'removed';
    return { kind: 'notImported', reason, next: isThere ? 'stays' : 'staysOut' };
  }
  const heldBy = holderOf(evaluation.person.email);
  if (heldBy !== undefined) return { kind: 'duplicate', of: heldBy };
  if (planned === 'unchanged') return { kind: 'imported', how: 'stays' };
  return {
    kind: 'imported',
    how: planned.action === 'create' || planned.action === 'restore' ? planned.action : 'stays',
  };
}

function trySources(user: EntraUser, sources: readonly EmailSource[]): TriedSource[] {
  let won: ChosenEmail | undefined;
  return sources.map((source) => {
    const address = addressFrom(user, source);
    const tried = { source, held: heldBy(user, source), address };
    if (address === undefined) return { ...tried, result: whyNone(user, source) };
    if (won !== undefined) return { ...tried, result: 'shadowed' };
    won = { address, source };
    return { ...tried, result: 'won' };
  });
}

function heldBy(user: EntraUser, source: EmailSource): readonly string[] {
  const held = user[source];
  if (held === null) return [];
  return typeof held === 'string' ? [held] : held;
}

function whyNone(user: EntraUser, source: EmailSource): 'empty' | 'notValid' | 'externalName' {
  if (source === 'userPrincipalName') return hasExternalName(user) ? 'externalName' : 'notValid';
  if (source === 'proxyAddresses') {
    return user.proxyAddresses.some((entry) => entry.trim().startsWith('SMTP:')) ? 'notValid' : 'empty';
  }
  const held = user[source];
  return held === null || held.length === 0 ? 'empty' : 'notValid';
}

function withSeen(clause: Clause, user: EntraUser, filter: Filter): ClauseStep {
  const saw = (...properties: readonly ('accountEnabled' | 'userType' | 'userPrincipalName' | 'mailNickname')[]) =>
    properties.map((property) => ({ property, value: user[property] }));
  const step = { ...clause, step: 'clause', seen: [], parts: [] } as const;
  switch (clause.reason) {
    case 'disabled':
      return { ...step, seen: saw('accountEnabled') };
    case 'guest':
      return { ...step, seen: saw('userType', 'userPrincipalName') };
    case 'serviceAccount':
      return { ...step, seen: saw('userPrincipalName', 'mailNickname') };
    case 'odata':
    case 'expression':
      return { ...step, parts: partsOf(filter[clause.reason], user, filter) };
    case 'group':
    case 'sharedMailbox':
    case 'room':
    case 'equipment':
      return step;
  }
}

const partsOf = (written: ParsedFilter | undefined, user: EntraUser, filter: Filter): readonly ExplainedClause[] =>
  written === undefined ? [] : explainFilter(written, readerOf(user, filter)).clauses;
