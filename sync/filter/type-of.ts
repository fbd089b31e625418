import { METHODS } from './methods.ts';
import type { Expr, ValueType } from './syntax-tree.ts';

/** How a type is called in a sentence. */
export const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  list: 'a list',
  object: 'several values',
  null: 'null',
  any: 'a value of any type',
};

/** Of which type the value of an expression is, as far as that is known before there is a person. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'literal':
      return typeOfLiteral(expr.value);
    case 'property':
      return expr.path.type;
    case 'item':
      return expr.type;
    case 'list':
      return 'list';
    case 'pattern':
      return 'object';
    case 'method':
      return METHODS[expr.method].gives;
    case 'and':
    case 'or':
      return commonType(expr.parts);
    case 'not':
    case 'compare':
    case 'in':
    case 'any':
    case 'all':
      return 'boolean';
  }
}

function typeOfLiteral(value: string | number | boolean | Date | null): ValueType {
  if (value === null) return 'null';
  if (value instanceof Date) return 'date';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'boolean';
}

/** `$.company || ''` is a text as long as its parts are. */
function commonType(parts: readonly Expr[]): ValueType {
  const types = new Set(parts.map(typeOf).filter((type) => type !== 'null'));
  const [only = 'null'] = types;
  return types.size <= 1 ? only : 'any';
}

/** Whether an expression is true or false by its form. All others are values. */
export function isCondition(expr: Expr): boolean {
  switch (expr.kind) {
    case 'not':
    case 'compare':
    case 'in':
    case 'any':
    case 'all':
      return true;
    case 'and':
    case 'or':
      return expr.parts.every(isCondition);
    case 'method':
      return METHODS[expr.method].gives === 'boolean';
    case 'literal':
    case 'list':
    case 'property':
    case 'item':
    case 'pattern':
      return false;
  }
}
