import fc from 'fast-check';
import { evaluate } from '../../../sync/filter/evaluate.ts';
import { describeFilter } from '../../../sync/filter/describe-filter.ts';
import { LIMITS } from '../../../sync/filter/limits.ts';
import { parseFilter } from '../../../sync/filter/parse-filter.ts';
import { REFUSAL_REASONS } from '../../../sync/filter/refusal.ts';
import type { Notation } from '../../../sync/filter/syntax-tree.ts';
import { hostileText, VICTIM } from './hostile-texts.ts';

export type Tried = {
  readonly understood: number;
  readonly refused: number;
};

/**
 * Reads so many hostile texts, and judges a person by those that are understood. Throws at the first that breaks a
 * promise: an exception, more steps than the limits allow, a refusal that points outside of the text.
 */
export function tryHostileTexts(notation: Notation, count: number): Tried {
  let understood = 0;
  fc.assert(
    fc.property(hostileText(notation), (text) => {
      const parsed = parseFilter(notation, text);
      if (parsed.kind === 'understood') {
        understood++;
        evaluate(parsed.filter, (property) => VICTIM[property]);
        if (describeFilter(parsed.filter) === '') throw new Error('nothing is said of it');
      } else {
        const { position, length, message, reason } = parsed.refusal;
        const isWithin = position >= 0 && length >= 0 && position + length <= text.length;
        if (!isWithin || message === '' || !Object.hasOwn(REFUSAL_REASONS, reason)) throw new Error('refused badly');
      }
      if (parsed.steps > LIMITS.parseSteps + 1) throw new Error(`${parsed.steps} steps`);
    }),
    { numRuns: count },
  );
  return { understood, refused: count - understood };
}
