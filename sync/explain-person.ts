import { addressFrom, type ChosenEmail } from './choose-email.ts';
import type { EmployeeStatus } from './employee-status.ts';
import { hasExternalName, type EntraUser } from './entra-user.ts';
import { evaluateFilter, readerOf, type Clause, type Filter, type InScope } from './evaluate-filter.ts';
import { evaluatePerson } from './evaluate-person.ts';
import { explainFilter, type ExplainedClause, type Seen } from './filter/explain-filter.ts';
import type { ParsedFilter } from './filter/syntax-tree.ts';
import type { EmployeeId, RunId } from './ids.ts';
import type { EmailSource } from './integration-settings.schema.ts';
import type { EmployeeValues } from './map-fields.ts';
import type { KeptValues } from './keep-values.ts';
import { judgeKind, type KindEvidence, type KnownKind } from './person-kind.ts';
import { planPerson } from './plan-page.ts';
import type { ChangeAction, ChangeReason } from './planned-change.ts';
import type { Rules } from './rules.ts';
import type { SkipReason } from './skip-reason.ts';

/** What is known of a person whom Entra has: what Entra says, and what we keep. */
export type PersonFacts = {
  readonly user: EntraUser;
  readonly rules: Rules;
  readonly inScope: InScope;
  /** What is known of the kind beyond what Entra's user object tells. */
  readonly knownKind?: KnownKind;
  readonly employee: KnownPerson | undefined;
  /** The active employee other than this person who holds an address, compared without regard to case. */
  readonly holderOf: (address: string) => EmployeeId | undefined;
};

export type KnownPerson = {
  readonly employeeId: EmployeeId;
  readonly status: EmployeeStatus;
  readonly pinned: boolean;
  /** What is stored, as far as policies and values by hand keep it. */
  readonly kept?: KeptValues;
  /** The newest change; a `runId` of null: a person made it. */
  readonly lastChange: LastChange | undefined;
};
type LastChange = {
  readonly runId: RunId | null;
  readonly action: ChangeAction;
  readonly reason: ChangeReason;
  readonly at: Date;
};

/** What one source of addresses gave. `shadowed`: a valid address, but an earlier source won. */
export type TriedSource = {
  readonly source: EmailSource;
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

export type Explanation = { readonly steps: readonly ExplanationStep[]; readonly outcome: ExplainedOutcome };

/** Explains by the very functions that decide in a run, so that the two cannot differ. */
export function explainPerson(facts: PersonFacts): Explanation {
  const { user, rules, inScope, knownKind, employee, holderOf } = facts;
  const tried = trySources(user, rules.emailSources);
  const evaluation = evaluatePerson(user, rules, noDigest, inScope, knownKind, employee?.kept);
  const clauses = evaluateFilter(user, rules.filter, inScope, knownKind).clauses;
  const steps: ExplanationStep[] = [
    { step: 'kind', kind: judgeKind(user, rules.filter.patterns, knownKind) },
    { step: 'email', tried },
    ...clauses.map((clause) => withSeen(clause, user, rules.filter)),
  ];
  if (evaluation.kind === 'matches') {
    const { email, values } = evaluation.person;
    steps.push({ step: 'fields', values }, { step: 'address', address: email, heldBy: holderOf(email) });
  }
  steps.push({ step: 'employee', employee });
  return { steps, outcome: outcomeOf(facts, evaluation) };
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
    if (address === undefined) return { source, address, result: whyNone(user, source) };
    if (won !== undefined) return { source, address, result: 'shadowed' };
    won = { address, source };
    return { source, address, result: 'won' };
  });
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
