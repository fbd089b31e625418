import { assertNever } from '../assert-never.ts';
import type { FieldPath } from '../field-path.ts';
import { coerce, isList, textForm, within } from './coerce.ts';
import type { ComparisonSign, FieldExpr, PartValue } from './field-expr.ts';

/** The value of a property of a person as Graph gives it, or as JSON holds it. */
export type ReadPath = (path: FieldPath) => unknown;

/**
 * Works an expression out for one person. Never throws; each part is visited once, and no value grows beyond its limit, so
 * the time is bounded by the length of the expression.
 */
export function evaluateExpression(expr: FieldExpr, read: ReadPath): PartValue {
  switch (expr.kind) {
    case 'literal':
      return expr.value;
    case 'attribute':
      return within(partOf(read(expr.path)));
    case 'compare':
      return compare(expr.sign, evaluateExpression(expr.left, read), evaluateExpression(expr.right, read));
    case 'call': {
      const values = expr.parts.map((part, index) =>
        coerce(evaluateExpression(part, read), expr.takes[index] ?? 'any'),
      );
      return within(expr.apply(values));
    }
    default:
      return assertNever(expr);
  }
}

/** PostgreSQL keeps no NUL: what no field can hold is in no part of it either. */
function partOf(value: unknown): PartValue {
  if (typeof value === 'string') return storable(value);
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (!Array.isArray(value)) return null;
  return value.flatMap((item: unknown) => (typeof item === 'string' ? [storable(item)] : []));
}

const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

/** Dates by time, numbers by size, all else as texts, of which nothing is the empty one; true and false in any case. */
function compare(sign: ComparisonSign, left: PartValue, right: PartValue): boolean {
  const order = orderOf(left, right);
  switch (sign) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    default:
      return assertNever(sign);
  }
}

/** NaN where the two cannot be compared: nothing but “is not” is true of them. */
function orderOf(left: PartValue, right: PartValue): number {
  if (left instanceof Date || right instanceof Date) return difference(coerce(left, 'date'), coerce(right, 'date'));
  if (typeof left === 'number' || typeof right === 'number') {
    return difference(coerce(left, 'number'), coerce(right, 'number'));
  }
  const anyCase = typeof left === 'boolean' || typeof right === 'boolean';
  const [one, other] = [left, right].map((value) => {
    const text = (isList(value) ? value.join('; ') : textForm(value)) ?? '';
    return anyCase ? text.toLowerCase() : text;
  });
  if (one === other) return 0;
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

const difference = (left: PartValue, right: PartValue): number =>
  left === null || right === null ? Number.NaN : Number(left) - Number(right);
