import type * as z from 'zod';
import type { Named } from '../entra/directory.ts';
import { withoutCapital } from '../sync/capital.ts';
import { describeOutcome, describeStep, type ExplanationLine } from '../sync/describe-explanation.ts';
import { WHY } from '../sync/why-words.ts';
import type { ExplainedUser, SoFar } from './explain-user.ts';
import type { Explanation } from './schemas/explanation.schema.ts';

type Explained = z.infer<typeof Explanation>;

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
export function stepsOf(explained: Extract<ExplainedUser, { found: 'one' | 'deleted' }>): ExplanationLine[] {
  const last: ExplanationLine = { ...ABOUT_NOBODY, step: 'lastRun', ...lastRunLine(explained) };
  if (explained.found === 'deleted') {
    const { displayName, id } = explained.person;
    const text = `Found in Entra among those deleted in the last 30 days: ${displayName ?? 'somebody without a name'}, with the object id ${id}. So this person does not pass.`;
    return [{ ...ABOUT_NOBODY, step: 'entra', passed: 'false', text }, last];
  }
  return [...explained.explanation.steps.map(describeStep), last];
}

const ABOUT_NOBODY = { reason: null, employeeId: null };

function lastRunLine({ lastOutcome, lastRun }: SoFar): Pick<ExplanationLine, 'passed' | 'text'> {
  if (lastOutcome === undefined) {
    const text =
      lastRun === undefined
        ? 'No run has read the directory yet.'
        : `Run ${lastRun}, the last one that read everybody, did not meet this person, nor has any since.`;
    return { passed: null, text };
  }
  const { runId, outcome } = lastOutcome;
  return outcome === 'matches'
    ? { passed: 'true', text: `Run ${runId} found that this person passed every rule.` }
    : { passed: 'false', text: `Run ${runId} left this person out: ${withoutCapital(WHY[outcome])}` };
}
