import { assertNever } from '../assert-never.ts';
import type { FieldPath } from '../field-path.ts';
import type { FieldExpr } from './field-expr.ts';

/** What an expression reads of a person, in the order of the text. */
export function pathsInExpression(expr: FieldExpr): readonly FieldPath[] {
  switch (expr.kind) {
    case 'literal':
      return [];
    case 'attribute':
      return [expr.path];
    case 'compare':
      return [...pathsInExpression(expr.left), ...pathsInExpression(expr.right)];
    case 'call':
      return expr.parts.flatMap(pathsInExpression);
    default:
      return assertNever(expr);
  }
}
