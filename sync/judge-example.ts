import { withoutCapital } from './capital.ts';
import type { EntraUser } from './entra-user.ts';
import { readerOf, type InScope } from './evaluate-filter.ts';
import { evaluatePerson } from './evaluate-person.ts';
import type { Example, ExpectedOutcome } from './example.schema.ts';
import { explainFilter } from './filter/explain-filter.ts';
import type { KnownKind } from './person-kind.ts';
import type { Rules } from './rules.ts';
import type { SkipReason } from './skip-reason.ts';
import { WHY } from './why-words.ts';

/** What a live look-up tells of an example. `notShown`: Entra knows no such id, and does not say that it ever did. */
export type ExampleFacts =
  | { readonly kind: 'there'; readonly user: EntraUser; readonly inScope: InScope; readonly knownKind: KnownKind }
  | { readonly kind: 'gone' }
  | { readonly kind: 'notShown' };

/** `nobody`: there is no such person to try the rules on, so that the example says nothing about them. */
export type ExampleVerdict =
  | { readonly kind: 'asExpected' }
  | { readonly kind: 'differs'; readonly would: 'imported' }
  | {
      readonly kind: 'differs';
      readonly would: SkipReason;
      /** The clauses of the written filter that decided, as they were written. */
      readonly clauses: readonly string[];
    }
  | { readonly kind: 'nobody'; readonly because: 'gone' | 'notShown' };

/**
 * Whether the rules make of somebody what is expected, by the very function that decides in a run. Who is imported as a
 * duplicate is imported. A clause that cannot be decided (`unknown`) is what nobody expects: a run would neither import
 * for it nor remove.
 */
export function judgeExample(expected: ExpectedOutcome, facts: ExampleFacts, rules: Rules): ExampleVerdict {
  if (facts.kind !== 'there') return { kind: 'nobody', because: facts.kind };
  const { user, inScope, knownKind } = facts;
  const evaluation = evaluatePerson(user, rules, noDigest, inScope, knownKind);
  if (evaluation.kind === 'matches') {
    return expected === 'imported' ? { kind: 'asExpected' } : { kind: 'differs', would: 'imported' };
  }
  const { reason } = evaluation;
  if (expected === 'notImported' && reason !== 'unknown') return { kind: 'asExpected' };
  return { kind: 'differs', would: reason, clauses: clausesOf(reason, user, rules) };
}

/** Nothing is compared with what is stored. */
const noDigest = (): string => '';

function clausesOf(reason: SkipReason, user: EntraUser, { filter }: Rules): readonly string[] {
  const written = reason === 'odata' || reason === 'expression' ? filter[reason] : undefined;
  if (written === undefined) return [];
  const { clauses } = explainFilter(written, readerOf(user, filter));
  return clauses.flatMap(({ text, holds }) => (holds === 'false' ? [text] : []));
}

/** Words for a verdict about somebody: `who` is a name or an object id. Undefined: all is as expected. */
export function describeVerdict(
  who: string,
  { expected }: Pick<Example, 'expected'>,
  verdict: ExampleVerdict,
): string | undefined {
  switch (verdict.kind) {
    case 'asExpected':
      return undefined;
    case 'nobody':
      return verdict.because === 'gone'
        ? `${who} was deleted in Entra, so this example tries nothing any more: take it out.`
        : `Entra knows nobody with the object id ${who}, so this example tries nothing: correct it, or take it out.`;
    case 'differs':
      if (verdict.would === 'imported') return `${who} is expected to be left out, but would be imported.`;
      return `${who} is expected to be ${EXPECTED[expected]}, but ${outcomeOf(verdict.would)}: ${whyOf(verdict)}.`;
  }
}

const EXPECTED: Readonly<Record<ExpectedOutcome, string>> = { imported: 'imported', notImported: 'left out' };

const outcomeOf = (reason: SkipReason): string => (reason === 'unknown' ? 'nobody can tell' : 'would be left out');

function whyOf({ would, clauses }: { readonly would: SkipReason; readonly clauses: readonly string[] }): string {
  const why = withoutCapital(WHY[would]).replace(/\.$/, '');
  return clauses.length === 0 ? why : `${why}, since it is false that ${clauses.join(' and that ')}`;
}
