import type * as z from 'zod';
import type { Check } from '../schemas/check.schema.ts';

/** What Check Connectivity asks, in the order in which it asks. */
export type Question = 'signIn' | 'directory' | 'people' | 'groups' | 'managers' | 'examples' | 'members' | 'listing';

/** Check Connectivity as it goes on: what is asked from now on, or a line that is known. */
export type CheckStep =
  /** `counted`: people read so far, where a long answer comes page by page. */
  | { readonly kind: 'asks'; readonly question: Question; readonly counted?: number }
  | { readonly kind: 'told'; readonly check: z.infer<typeof Check> };

/** Asks when the next step is taken, and not before; at the end it gives what was found beside the lines. */
export type CheckSteps<Found> = AsyncGenerator<CheckStep, Found, void>;

/** Asks one question that has one line for an answer. */
export async function* ask<Line extends z.infer<typeof Check>>(
  question: Question,
  answer: () => Promise<Line>,
): CheckSteps<Line> {
  yield { kind: 'asks', question };
  const check = await answer();
  yield { kind: 'told', check };
  return check;
}

/** Lines for which nobody has to be asked. */
export async function* tell(checks: readonly z.infer<typeof Check>[]): CheckSteps<void> {
  for (const check of checks) yield { kind: 'told', check };
}

/** Takes all steps: every line that was told, in its order, and what was found. */
export async function takeAll<Found>(
  steps: CheckSteps<Found>,
): Promise<{ readonly found: Found; readonly checks: readonly z.infer<typeof Check>[] }> {
  const checks: z.infer<typeof Check>[] = [];
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return { found: value, checks };
    if (value.kind === 'told') checks.push(value.check);
  }
}
