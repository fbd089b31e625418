import { evaluate } from '../../../sync/filter/evaluate.ts';
import { parseFilter } from '../../../sync/filter/parse-filter.ts';
import type { Refusal } from '../../../sync/filter/refusal.ts';
import type { Notation, ParsedFilter } from '../../../sync/filter/syntax-tree.ts';
import type { Truth } from '../../../sync/filter/truth.ts';

export type Properties = Readonly<Record<string, unknown>>;

/** A filter that has to be understood. */
export function understood(notation: Notation, text: string): ParsedFilter {
  const parsed = parseFilter(notation, text);
  if (parsed.kind === 'refused') throw new Error(`${text}: ${parsed.refusal.message}`);
  return parsed.filter;
}

/** A filter that has to be refused. */
export function refusalOf(notation: Notation, text: string): Refusal {
  const parsed = parseFilter(notation, text);
  if (parsed.kind === 'understood') throw new Error(`${text} was understood.`);
  return parsed.refusal;
}

export const judged = (notation: Notation, text: string, properties: Properties): Truth =>
  evaluate(understood(notation, text), (property) => properties[property]);
