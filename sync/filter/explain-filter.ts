import { UNREADABLE } from './compare-values.ts';
import { describeCondition } from './describe-filter.ts';
import { evaluate, type ReadProperty } from './evaluate.ts';
import { nameInWords } from './name-in-words.ts';
import { pathsIn } from './paths-in.ts';
import type { Expr, ParsedFilter, PropertyPath, Span } from './syntax-tree.ts';
import type { Truth } from './truth.ts';

/** What a clause looked at: the property as Graph spells it and in words, and its value, if we were allowed to read it. */
export type Seen = { readonly property: string; readonly name: string } & (
  { readonly value: unknown } | { readonly unreadable: true }
);

/** One clause of a filter about one person: its text and what it asks in words, what it saw, and whether it holds. */
export type ExplainedClause = Span & {
  readonly text: string;
  readonly asks: string;
  readonly seen: readonly Seen[];
  readonly holds: Truth;
};

export type ExplainedFilter = { readonly holds: Truth; readonly clauses: readonly ExplainedClause[] };

/** Judges a person and says why, clause by clause in the order of the text. The values are the person’s: never log them. */
export function explainFilter(filter: ParsedFilter, read: ReadProperty): ExplainedFilter {
  const clauses: ExplainedClause[] = [];
  const holds = evaluate(filter, read, (clause, truth) => {
    clauses.push({
      ...textOf(clause, filter.text),
      asks: describeCondition(clause),
      seen: pathsIn(clause).map((path) => seen(path, read)),
      holds: truth,
    });
  });
  return { holds, clauses };
}

const textOf = ({ position, length }: Expr, text: string): Span & { readonly text: string } => ({
  position,
  length,
  text: text.slice(position, position + length),
});

function seen(path: PropertyPath, read: ReadProperty): Seen {
  const { property, key, index } = path;
  const named = { property: path.text, name: nameInWords(path) };
  const whole = read(property);
  if (whole === UNREADABLE) return { ...named, unreadable: true };
  const within: string | number | undefined = key ?? index;
  if (within === undefined) return { ...named, value: whole ?? null };
  const values: Readonly<Record<string, unknown>> = typeof whole === 'object' && whole !== null ? { ...whole } : {};
  return { ...named, value: values[within] ?? null };
}
