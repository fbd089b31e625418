import { advise } from './advise.ts';
import { checkTypes } from './check-types.ts';
import { LIMITS, type Limits } from './limits.ts';
import { ExpressionParser } from './parse-expression.ts';
import { ODataParser } from './parse-odata.ts';
import { readExpressionToken } from './read-expression-token.ts';
import { readODataToken } from './read-odata-token.ts';
import { complain, type Refusal } from './refusal.ts';
import type { Notation, ParsedFilter } from './syntax-tree.ts';
import { tokenize } from './token.ts';
import { TokenStream } from './token-stream.ts';

/** `steps`: what the text has cost, at most `parseSteps` of the limits and one. */
export type FilterParse =
  | { readonly kind: 'understood'; readonly filter: ParsedFilter; readonly steps: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly steps: number };

/**
 * Reads a filter as it was written: understood as a whole, or refused with the first place that is wrong. Never
 * throws, and never takes more than the limits allow, whatever the text is.
 */
export function parseFilter(notation: Notation, text: string, limits: Limits = LIMITS): FilterParse {
  if (text.length > limits.length) {
    const message = `A filter has at most ${limits.length} characters.`;
    const refusal = { ...complain('tooLong', message), position: limits.length, length: text.length - limits.length };
    return { kind: 'refused', refusal, steps: 0 };
  }
  const stream = new TokenStream(tokenize(text, notation === 'odata' ? readODataToken : readExpressionToken), limits);
  const parser = notation === 'odata' ? new ODataParser(stream) : new ExpressionParser(stream, limits);
  const root = parser.whole();
  const refusal = stream.refusal ?? checkTypes(root, notation);
  const { steps } = stream;
  return refusal === undefined
    ? { kind: 'understood', filter: { notation, text, root }, steps }
    : { kind: 'refused', refusal: advise(notation, text, refusal), steps };
}
