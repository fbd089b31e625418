import type { FieldExpr } from './field-expression/field-expr.ts';
import { parseFieldExpression } from './field-expression/parse-field-expression.ts';
import { parseFieldPath, type FieldPath } from './field-path.ts';
import type { Refusal } from './filter/refusal.ts';

/** Where a field's value comes from, understood. */
export type FieldSource = FieldPath | { readonly kind: 'expression'; readonly expr: FieldExpr };

export type ParsedSource =
  | { readonly kind: 'understood'; readonly source: FieldSource; readonly text: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Reads the source of a field as an admin wrote it: a path, or an expression after `=`. `text` is the form to store. What
 * is not understood is refused with its place, the reason and the nearest name.
 */
export function parseFieldSource(written: string): ParsedSource {
  if (written.startsWith('=')) return parseExpression(written);
  const parsed = parseFieldPath(written);
  if (parsed.kind === 'understood') return parsed;
  return { kind: 'refused', refusal: { ...parsed.complaint, position: 0, length: written.length } };
}

function parseExpression(written: string): ParsedSource {
  const text = written.slice(1).trimStart();
  const parsed = parseFieldExpression(text);
  if (parsed.kind === 'understood') {
    return { kind: 'understood', source: { kind: 'expression', expr: parsed.expr }, text: `= ${text}` };
  }
  const { refusal } = parsed;
  return { kind: 'refused', refusal: { ...refusal, position: refusal.position + written.length - text.length } };
}
