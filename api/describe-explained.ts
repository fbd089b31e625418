import type * as z from 'zod';
import type { Named } from '../entra/directory.ts';
import { describeOutcome, describeStep, WHY, type ExplanationLine } from '../sync/describe-explanation.ts';
import type { ExplainedUser, SoFar } from './explain-user.ts';
import type { Explanation } from './schemas/explanation.schema.ts';

type Explained = z.infer<typeof Explanation>;
type Step = Explained['steps'][number];

/** An explanation as the API gives it. It holds the person's values: never log or store it. */
export function describeExplained(explained: ExplainedUser): Explained {
  switch (explained.found) {
    case 'none':
      return { ...nobody('none', 'notFound'), steps: [] };
    case 'deleted':
      return { ...nobody('deleted', 'notFound'), person: personOf(explained.person), steps: stepsOf(explained) };
    case 'several': {
      const { people, more } = explained;
      const about = nobody('several', 'ambiguous');
      const text = `${more ? 'More than ' : ''}${people.length} people fit.`;
      return { ...about, outcome: { ...about.outcome, text }, candidates: people.map(personOf), steps: [] };
    }
    case 'one': {
      const { user, explanation } = explained;
      const { outcome } = explanation;
      return {
        found: 'one',
        person: personOf(user),
        candidates: [],
        outcome: {
          kind: outcome.kind,
          reason: outcome.kind === 'notImported' ? outcome.reason : null,
          ...describeOutcome(explanation),
        },
        steps: stepsOf(explained),
      };
    }
  }
}

const TOLD = {
  none: {
    text: 'Nobody in Entra has this object id, address or name.',
    remedy: 'Look for the person in the Entra admin center. A new person can take minutes to be found by name.',
  },
  deleted: {
    text: 'Was deleted in Entra within the last 30 days.',
    remedy: 'Restore the person in Entra: the employee then comes back with the same id.',
  },
  several: { text: '', remedy: 'Ask again with the object id of the one you mean.' },
} as const;

const nobody = (found: keyof typeof TOLD, kind: Explained['outcome']['kind']) => ({
  found,
  person: null,
  candidates: [],
  outcome: { kind, reason: null, ...TOLD[found] },
});

const personOf = ({ id, displayName }: Named) => ({ entraObjectId: id, name: displayName });

/** The steps in their order; the last one tells what the runs so far made of the person. */
export function stepsOf(explained: Extract<ExplainedUser, { found: 'one' | 'deleted' }>): [Step, ...Step[]] {
  const last: Step = { step: 'lastRun', reason: null, ...lastRunLine(explained) };
  if (explained.found === 'deleted') {
    return [
      { step: 'entra', passed: 'false', reason: null, text: 'Deleted in Entra, not more than 30 days ago.' },
      last,
    ];
  }
  const [first, ...rest] = explained.explanation.steps.map((step) => ({
    ...describeStep(step),
    reason: step.step === 'clause' ? step.reason : null,
  }));
  return first === undefined ? [last] : [first, ...rest, last];
}

function lastRunLine(explained: SoFar & { readonly found: string }): Pick<ExplanationLine, 'passed' | 'text'> {
  const { lastOutcome, lastRun } = explained;
  if (lastOutcome === undefined) {
    const text =
      lastRun === undefined
        ? 'No run has read the directory yet.'
        : `Run ${lastRun} did not meet this person, nor has any since.`;
    return { passed: null, text };
  }
  const { runId, outcome } = lastOutcome;
  return outcome === 'matches'
    ? { passed: 'true', text: `Run ${runId} found that this person matches.` }
    : { passed: 'false', text: `Run ${runId} left this person out. ${WHY[outcome]}` };
}
