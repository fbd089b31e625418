import { assertNever } from './assert-never.ts';
import { addressFrom, chooseEmail, type ChosenEmail } from './choose-email.ts';
import { hasExternalName, type EntraUser } from './entra-user.ts';
import { evaluateFilter, readerOf, type Clause } from './evaluate-filter.ts';
import { evaluatePerson } from './evaluate-person.ts';
import { describeCondition } from './filter/describe-filter.ts';
import { explainFilter, type ExplainedClause } from './filter/explain-filter.ts';
import type { Truth } from './filter/truth.ts';
import type { EmailSource } from './integration-settings.schema.ts';
import type { MailboxKind } from './mailbox-answer.ts';
import { whyNotAsked, type NotAsked } from './mailbox-question.ts';
import type { Holder, KnownPerson, PersonFacts } from './person-facts.ts';
import {
  judgeKind,
  listedKinds,
  NOTHING_KNOWN,
  type GuestEvidence,
  type KindEvidence,
  type KnownKind,
  type ServiceAccountEvidence,
} from './person-kind.ts';
import { planPerson } from './plan-page.ts';
import type { SkipReason } from './skip-reason.ts';
import { suggestCures, type Suggestion } from './suggest-cures.ts';

/** What one source of addresses gave. `shadowed`: a valid address, but an earlier source won; `noPrimary`: aliases alone. */
export type TriedSource = {
  readonly source: EmailSource;
  /** All that it holds. */
  readonly held: readonly string[];
  readonly address: string | undefined;
  readonly result: 'won' | 'shadowed' | 'empty' | 'noPrimary' | 'notValid' | 'externalName';
};

/** A clause with what it looked at. */
export type ClauseStep = { readonly step: 'clause'; readonly holds: Truth } & (
  | { readonly reason: 'group' }
  | { readonly reason: 'disabled'; readonly accountEnabled: boolean | null }
  | ListedStep
  | MailboxStep
  | WrittenStep
);
/** A kind that the user object tells. */
export type ListedStep = {
  readonly reason: 'guest' | 'serviceAccount';
  readonly user: EntraUser;
  readonly found: GuestEvidence | ServiceAccountEvidence | undefined;
  readonly known: KnownKind;
};
/** A kind that only Microsoft's answer about the mailbox tells. */
export type MailboxStep = {
  readonly reason: MailboxKind;
  readonly known: KnownKind;
  readonly notAsked: NotAsked | undefined;
};
/** A filter that an admin wrote: what it asks in words, and each part of it. */
export type WrittenStep = {
  readonly reason: 'odata' | 'expression';
  readonly asks: string;
  readonly parts: readonly ExplainedClause[];
};

export type FilledField = { readonly label: string; readonly value: string | null };

/** The rule about one person in the order in which it is applied. The values are the person's: never log or store them. */
export type ExplanationStep =
  | { readonly step: 'entra'; readonly user: EntraUser }
  | { readonly step: 'kind'; readonly kind: KindEvidence; readonly user: EntraUser }
  | { readonly step: 'email'; readonly tried: readonly TriedSource[] }
  | ClauseStep
  | { readonly step: 'address'; readonly address: string; readonly heldBy: Holder | undefined }
  | { readonly step: 'fields'; readonly fields: readonly FilledField[] }
  | { readonly step: 'employee'; readonly employee: KnownPerson | undefined };

/** What the next run would make of the person. */
export type ExplainedOutcome =
  | { readonly kind: 'imported'; readonly how: 'create' | 'restore' | 'stays' }
  | { readonly kind: 'duplicate'; readonly of: Holder }
  | {
      readonly kind: 'notImported';
      readonly reason: SkipReason;
      readonly next: 'stays' | 'staysMissing' | 'staysOut' | 'remove' | 'missing';
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
    { step: 'kind', kind: judgeKind(user, rules.filter.patterns, knownKind), user },
    { step: 'email', tried },
    ...clauses.map((clause) => withSeen(clause, facts)),
  ];
  const address = chooseEmail(user, rules.emailSources)?.address;
  if (address !== undefined) steps.push({ step: 'address', address, heldBy: holderOf(address) });
  if (evaluation.kind === 'matches') {
    const { values } = evaluation.person;
    const fields = rules.fields.map(({ key, label }) => ({ label, value: values[key] ?? null }));
    steps.push({ step: 'fields', fields });
  }
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
    if (employee === undefined || employee.status === 'removed')
      return { kind: 'notImported', reason, next: 'staysOut' };
    return { kind: 'notImported', reason, next: employee.status === 'missing' ? 'staysMissing' : 'stays' };
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

function whyNone(user: EntraUser, source: EmailSource): 'empty' | 'noPrimary' | 'notValid' | 'externalName' {
  if (heldBy(user, source).every((each) => each === '')) return 'empty';
  if (source === 'userPrincipalName') return hasExternalName(user) ? 'externalName' : 'notValid';
  const hasPrimary = user.proxyAddresses.some((entry) => entry.trim().startsWith('SMTP:'));
  return source === 'proxyAddresses' && !hasPrimary ? 'noPrimary' : 'notValid';
}

function withSeen(
  { reason, holds }: Clause,
  { user, rules, knownKind: known = NOTHING_KNOWN }: PersonFacts,
): ClauseStep {
  const step = { step: 'clause', holds } as const;
  switch (reason) {
    case 'group':
      return { ...step, reason };
    case 'disabled':
      return { ...step, reason, accountEnabled: user.accountEnabled };
    case 'guest':
    case 'serviceAccount':
      return { ...step, reason, user, found: listedKinds(user, rules.filter.patterns)[reason], known };
    case 'sharedMailbox':
    case 'room':
    case 'equipment':
      return { ...step, reason, known, notAsked: whyNotAsked(user, rules) };
    case 'odata':
    case 'expression': {
      const written = rules.filter[reason];
      if (written === undefined) throw new Error(`A clause stands for a filter that is not there: ${reason}.`);
      const { clauses } = explainFilter(written, readerOf(user, rules.filter));
      return { ...step, reason, asks: describeCondition(written.root), parts: clauses };
    }
    default:
      return assertNever(reason);
  }
}
