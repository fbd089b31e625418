import { assertNever } from './assert-never.ts';
import type { ClauseStep, Explanation, ExplanationStep, TriedSource } from './explain-person.ts';
import type { EntraUser } from './entra-user.ts';
import type { Seen } from './filter/explain-filter.ts';
import type { Truth } from './filter/truth.ts';
import { describeKind } from './describe-kind.ts';
import { describeSuggestion } from './describe-suggestion.ts';
import type { KnownPerson } from './person-facts.ts';
import type { SkipReason } from './skip-reason.ts';

/** One line of an explanation: whether the step is passed (null: nothing to pass), and what was found. */
export type ExplanationLine = {
  readonly step: ExplanationStep['step'];
  readonly passed: Truth | null;
  readonly text: string;
};

/** The words for a step, the same wherever it is shown. They hold the person's values: never log or store them. */
export function describeStep(step: ExplanationStep): ExplanationLine {
  switch (step.step) {
    case 'entra':
      return { step: step.step, passed: 'true', text: entraText(step.user) };
    case 'kind':
      return { step: step.step, passed: null, text: describeKind(step.kind) };
    case 'email': {
      const won = step.tried.some(({ result }) => result === 'won');
      const text = step.tried.length === 0 ? 'No source of addresses is chosen.' : step.tried.map(triedText).join(' ');
      return { step: step.step, passed: won ? 'true' : 'false', text };
    }
    case 'clause':
      return { step: step.step, passed: step.holds, text: clauseText(step) };
    case 'fields': {
      const values = Object.entries(step.values).map(([key, value]) => `${key}: ${value ?? 'empty'}`);
      return { step: step.step, passed: null, text: values.length === 0 ? 'No fields.' : `${values.join('; ')}.` };
    }
    case 'address':
      return step.heldBy === undefined
        ? { step: step.step, passed: 'true', text: `No other active employee holds ${step.address}.` }
        : { step: step.step, passed: 'false', text: `Employee ${step.heldBy} holds ${step.address}.` };
    case 'employee':
      return { step: step.step, passed: null, text: employeeText(step.employee) };
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
        text: `Matches, but employee ${outcome.of} holds the address: kept as a duplicate.`,
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
  remove: 'The next run removes the employee, within the limits of the clean-up.',
  missing: 'The next run marks the employee as missing.',
} as const;

const NO_CURE = 'What is in the way is not one thing that could be changed here: the steps tell each of them.';

/** Why somebody is left out, in a sentence. */
export const WHY: Readonly<Record<SkipReason, string>> = {
  group: 'Is in none of the chosen groups.',
  disabled: 'The account is disabled.',
  guest: 'Is a guest, and guests are left out.',
  sharedMailbox: 'Is a shared mailbox, and these are left out.',
  room: 'Is a room, and rooms are left out.',
  equipment: 'Is equipment, and equipment is left out.',
  serviceAccount: 'Is a service account, and these are left out.',
  odata: 'The OData filter does not hold.',
  expression: 'The expression does not hold.',
  unknown: 'A clause cannot be decided, because Microsoft does not say what it needs.',
  noEmail: 'No source that is switched on gives a valid address.',
};

const entraText = ({ displayName, userPrincipalName, id }: EntraUser): string =>
  `Found in Entra: ${displayName ?? 'without a name'}, ${userPrincipalName}, object id ${id}.`;

function triedText({ source, held, address, result }: TriedSource): string {
  switch (result) {
    case 'won':
      return `${source} gives ${address}${heldText(held, address)}.`;
    case 'shadowed':
      return `${source} would give ${address}, but comes later${heldText(held, address)}.`;
    case 'empty':
      return `${source} is empty.`;
    case 'notValid':
      return `${source} holds no valid address${heldText(held)}.`;
    case 'externalName':
      return `${source} holds #EXT#, which is no address${heldText(held)}.`;
    default:
      return assertNever(result);
  }
}

/** What else a source holds, of long lists the beginning. */
function heldText(held: readonly string[], address?: string): string {
  const others = held.filter((each) => each !== address && each !== `SMTP:${address}`);
  const shown = others
    .slice(0, MOST_SHOWN)
    .map((each) => `“${each}”`)
    .join(', ');
  if (others.length === 0) return '';
  return ` (it holds ${shown}${others.length > MOST_SHOWN ? `, and ${others.length - MOST_SHOWN} more` : ''})`;
}
const MOST_SHOWN = 10;

const CLAUSES: Readonly<Record<ClauseStep['reason'], string>> = {
  group: 'In one of the chosen groups',
  disabled: 'Not disabled',
  guest: 'No guest',
  sharedMailbox: 'No shared mailbox',
  room: 'No room',
  equipment: 'No equipment',
  serviceAccount: 'No service account',
  odata: 'The OData filter',
  expression: 'The expression filter',
};

function clauseText({ reason, holds, seen, parts }: ClauseStep): string {
  const looked = parts.map((part) => `${part.text} is ${part.holds}${seenText(part.seen)}`).join('; ');
  const wouldTell = holds === 'unknown' ? (WOULD_TELL[reason] ?? '') : '';
  return `${CLAUSES[reason]}: ${holds}${seenText(seen)}.${wouldTell}${looked === '' ? '' : ` ${looked}.`}`;
}

/** The permission without which a clause is not known. A clause about a kind that is not known keeps nobody out. */
const WOULD_TELL: Readonly<Partial<Record<ClauseStep['reason'], string>>> = {
  group: ' Microsoft did not say: the permission GroupMember.Read.All would tell.',
  sharedMailbox: ' The permission MailboxSettings.Read would tell; until then it keeps nobody out.',
  room: ' The permission MailboxSettings.Read or Place.Read.All would tell; until then it keeps nobody out.',
  equipment: ' The permission MailboxSettings.Read would tell; until then it keeps nobody out.',
};

const seenText = (seen: readonly Seen[]): string => (seen.length === 0 ? '' : ` (${seen.map(oneSeen).join(', ')})`);
const oneSeen = (seen: Seen): string =>
  'unreadable' in seen ? `${seen.property} may not be read` : `${seen.property} = ${JSON.stringify(seen.value)}`;

function employeeText(employee: KnownPerson | undefined): string {
  if (employee === undefined) return 'Is no employee.';
  const { employeeId, status, pinned, lastChange } = employee;
  const is = `Is employee ${employeeId}, ${status}${pinned ? ', kept by a person' : ''}.`;
  if (lastChange === undefined) return is;
  const who = lastChange.runId === null ? 'a person' : `run ${lastChange.runId}`;
  return `${is} Last change: ${lastChange.action} (${lastChange.reason}) by ${who}.`;
}
