import { readDate } from './read-date.ts';
import { spanOf } from './token-stream.ts';
import type { Comparison, Expr } from './syntax-tree.ts';
import { typeOf } from './type-of.ts';

/**
 * A comparison of an expression. JavaScript has no literal for a date: beside one, a text that names a moment is that
 * moment.
 */
export function makeComparison(operator: Comparison, left: Expr, right: Expr): Expr {
  const span = spanOf(left, right);
  if (typeOf(left) === 'date') return { kind: 'compare', operator, left, right: asDate(right), ...span };
  if (typeOf(right) === 'date') return { kind: 'compare', operator, left: asDate(left), right, ...span };
  return { kind: 'compare', operator, left, right, ...span };
}

function asDate(expr: Expr): Expr {
  if (expr.kind !== 'literal' || typeof expr.value !== 'string') return expr;
  return { ...expr, value: readDate(expr.value) ?? expr.value };
}
