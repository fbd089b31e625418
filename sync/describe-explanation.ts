import { assertNever } from './assert-never.ts';
import { describeClause } from './describe-clause.ts';
import { describeEmployee } from './describe-employee.ts';
import { describeKind } from './describe-kind.ts';
import { describeSources } from './describe-sources.ts';
import { describeSuggestion } from './describe-suggestion.ts';
import type { EntraUser } from './entra-user.ts';
import type { ClauseStep, Explanation, ExplanationStep, FilledField } from './explain-person.ts';
import type { Truth } from './filter/truth.ts';
import type { EmployeeId } from './ids.ts';
import type { Holder } from './person-facts.ts';
import { WHY } from './why-words.ts';

/** One line of an explanation: what was looked at, what was found there, and whether that passes. */
export type ExplanationLine = {
  /** Null: nothing to pass. */
  readonly passed: Truth | null;
  readonly text: string;
  /** The employee of whom the text tells. */
  readonly employeeId: EmployeeId | null;
} & (
  | { readonly step: 'clause'; readonly reason: ClauseStep['reason'] }
  // What the runs so far made of the person is told by whoever knows them.
  | { readonly step: Exclude<ExplanationStep['step'], 'clause'> | 'lastRun'; readonly reason: null }
);

/** The words for a step, the same wherever it is shown. They hold the person's values: never log or store them. */
export function describeStep(step: ExplanationStep): ExplanationLine {
  const line = { passed: null, reason: null, employeeId: null };
  switch (step.step) {
    case 'entra':
      return { ...line, step: step.step, passed: 'true', text: entraText(step.user) };
    case 'kind':
      return { ...line, step: step.step, text: describeKind(step.kind, step.user) };
    case 'email': {
      const won = step.tried.some(({ result }) => result === 'won');
      return { ...line, step: step.step, passed: won ? 'true' : 'false', text: describeSources(step.tried) };
    }
    case 'clause':
      return { ...line, step: step.step, passed: step.holds, reason: step.reason, text: describeClause(step) };
    case 'address': {
      const { address, heldBy } = step;
      const text = addressText(address, heldBy);
      return heldBy === undefined
        ? { ...line, step: step.step, passed: 'true', text }
        : { ...line, step: step.step, passed: 'false', text, employeeId: heldBy.employeeId };
    }
    case 'fields':
      return { ...line, step: step.step, text: fieldsText(step.fields) };
    case 'employee': {
      const { employee } = step;
      const employeeId = employee?.employeeId ?? null;
      return { ...line, step: step.step, text: describeEmployee(employee), employeeId };
    }
    default:
      return assertNever(step);
  }
}

/** What comes of it, and what would have to change for the opposite; the remedy is null where nothing is amiss. */
export function describeOutcome({ outcome, suggestion }: Pick<Explanation, 'outcome' | 'suggestion'>): {
  readonly text: string;
  readonly remedy: string | null;
} {
  switch (outcome.kind) {
    case 'imported':
      return { text: IMPORTED[outcome.how], remedy: null };
    case 'duplicate':
      return {
        text: `Matches, but ${outcome.of.name} holds the address: kept as a duplicate.`,
        remedy:
          'Give one of the two another address in Entra. The duplicate becomes active as soon as the address is free.',
      };
    case 'notImported': {
      const remedy = suggestion === undefined ? NO_CURE : describeSuggestion(suggestion);
      return { text: `${WHY[outcome.reason]} ${NEXT[outcome.next]}`, remedy };
    }
    default:
      return assertNever(outcome);
  }
}

const IMPORTED = {
  create: 'Matches: the next run adds this person to Employees.',
  restore: 'Matches: the next run brings this employee back.',
  stays: 'Matches, and is in Employees.',
} as const;

const NEXT = {
  staysOut: 'So this person is not imported.',
  stays: 'The employee stays as it is.',
  staysMissing: 'The employee stays marked as missing.',
  remove: 'The next run removes the employee, within the limits of the clean-up.',
  missing: 'The next run marks the employee as missing.',
} as const;

const NO_CURE = 'What is in the way is not one thing that could be changed here: the steps tell each of them.';

const entraText = ({ displayName, userPrincipalName, id }: EntraUser): string =>
  `Found in Entra: ${displayName ?? 'somebody without a name'}, with the user principal name ${userPrincipalName} and the object id ${id}.`;

const addressText = (address: string, heldBy: Holder | undefined): string =>
  heldBy === undefined
    ? `Nobody else in Employees holds ${address}, so this person passes.`
    : `${heldBy.name} holds ${address} in Employees, so this person can only be a duplicate.`;

function fieldsText(fields: readonly FilledField[]): string {
  const filled = fields.flatMap(({ label, value }) => (value === null ? [] : [`${label} “${value}”`]));
  const empty = fields.flatMap(({ label, value }) => (value === null ? [label] : []));
  if (fields.length === 0) return 'No fields are chosen, so nothing of this person is shown.';
  if (filled.length === 0) return `All fields are empty: ${empty.join(', ')}.`;
  const said = `These fields are filled: ${filled.join(', ')}.`;
  return empty.length === 0 ? said : `${said} These are empty: ${empty.join(', ')}.`;
}
