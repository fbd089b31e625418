import { ADVICE, type Around } from './advice.ts';
import type { Refusal, RefusalReason } from './refusal.ts';
import type { Notation } from './syntax-tree.ts';

/** Refusals about what a text means, and not about how much of it there is. */
const ADVISED: readonly RefusalReason[] = ['syntax', 'unknownName', 'notOffered'];

/** Looking further than this around the place would cost more than an advice is worth. */
const [BEFORE, REST, WHOLE] = [60, 80, 300];

/**
 * A better answer where a text is recognised for what it is: another product's notation, a program, a mistake that many
 * make. Only what is refused anyway is looked at, so that nothing is ever understood by guessing. The place and the reason
 * stay.
 */
export function advise(notation: Notation, text: string, refusal: Refusal): Refusal {
  if (!ADVISED.includes(refusal.reason)) return refusal;
  const { position, length, reason } = refusal;
  const around = {
    whole: text.slice(0, WHOLE),
    before: text.slice(Math.max(0, position - BEFORE), position),
    rest: text.slice(position, position + REST),
    word: text.slice(position, position + Math.min(length, REST)),
  };
  const found = ADVICE.find(({ of, applies }) => (of === undefined || of === notation) && applies(around));
  if (found !== undefined) {
    const message = typeof found.says === 'function' ? found.says(around, notation) : found.says[notation];
    return { position, length, reason, message };
  }
  return isUnquoted(refusal, around)
    ? { position, length, reason, message: `${refusal.message} A text stands in quotes: '${around.word}'.` }
    : refusal;
}

/** A mere word behind an operator that names nothing is mostly a text. */
const isUnquoted = ({ reason, nearest }: Refusal, { before, word }: Around): boolean =>
  reason === 'unknownName' &&
  nearest === undefined &&
  /^\w+$/.test(word) &&
  /(?:\b(?:eq|ne|gt|ge|lt|le)|[=!<>]=|\bin\s{0,5}\(|,)\s{0,20}$/i.test(before);
