import { METHODS } from './methods.ts';
import { complain, type Refusal } from './refusal.ts';
import type { Expr, Notation, Span, ValueType } from './syntax-tree.ts';
import { TYPE_WORDS, typeOf } from './type-of.ts';

type Checked = Refusal | undefined;

/** Refuses what can never be meant: an order between a text and a number, a list that is compared, a method of nothing. */
export function checkTypes(root: Expr, notation: Notation): Checked {
  return condition(root, notation);
}

const refuse = ({ position, length }: Span, message: string): Refusal => ({
  ...complain('types', message),
  position,
  length,
});

function first(parts: readonly Expr[], check: (part: Expr) => Checked): Checked {
  for (const part of parts) {
    const refusal = check(part);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** An expression where true or false is wanted. */
function condition(expr: Expr, notation: Notation): Checked {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return first(expr.parts, (part) => condition(part, notation));
    case 'not':
      return condition(expr.part, notation);
    case 'compare':
      return first([expr.left, expr.right], (side) => value(side, notation)) ?? comparison(expr);
    case 'in':
      return value(expr.of, notation) ?? noList(expr.of);
    case 'any':
    case 'all':
      return expr.part && condition(expr.part, notation);
    case 'literal':
      if (typeof expr.value === 'boolean') return undefined;
      return refuse(
        expr,
        'This stands alone and says nothing about a person. Write a whole comparison on each side of “or”.',
      );
    case 'list':
    case 'pattern':
      return refuse(expr, 'This stands alone and says nothing about a person.');
    case 'property':
    case 'item':
    case 'method':
      return value(expr, notation) ?? alone(expr, notation);
  }
}

/** A value that stands where a condition is wanted: in JavaScript it holds when there is something. */
function alone(expr: Expr, notation: Notation): Checked {
  const type = typeOf(expr);
  if (type === 'boolean' || type === 'any') return undefined;
  if (type === 'list' || type === 'object') {
    return refuse(
      expr,
      notation === 'odata' ? 'This is a list. Ask with /any().' : 'This is a list. Ask for its .length > 0.',
    );
  }
  if (notation === 'expression') return undefined;
  return refuse(expr, `This is ${TYPE_WORDS[type]}, and no condition. Compare it, as in … ne null.`);
}

/** An expression where a value is wanted. */
function value(expr: Expr, notation: Notation): Checked {
  switch (expr.kind) {
    case 'method':
      return value(expr.of, notation) ?? receiver(expr, notation) ?? argument(expr, notation);
    case 'and':
    case 'or':
      return notation === 'odata' ? condition(expr, notation) : first(expr.parts, (part) => value(part, notation));
    case 'not':
    case 'compare':
    case 'in':
    case 'any':
    case 'all':
      return condition(expr, notation);
    case 'pattern':
      return refuse(expr, 'A regular expression is used with match or test: /…/.test($.mail).');
    case 'literal':
    case 'list':
    case 'property':
    case 'item':
      return undefined;
  }
}

type MethodCall = Extract<Expr, { kind: 'method' }>;

function receiver(expr: MethodCall, notation: Notation): Checked {
  const { of } = METHODS[expr.method];
  const type = typeOf(expr.of);
  if (expr.method === 'contains' && notation === 'odata' && type === 'list')
    return refuse(expr, "contains looks into a text. Ask a list with any: otherMails/any(m: m eq '…').");
  if (type === 'any' || of.includes(type)) return undefined;
  return refuse(
    expr,
    `${nameOf(expr, notation)} needs ${of.map((each) => TYPE_WORDS[each]).join(' or ')}; this is ${TYPE_WORDS[type]}.`,
  );
}

function argument(expr: MethodCall, notation: Notation): Checked {
  const wanted = METHODS[expr.method].argument;
  if (expr.argument === undefined || wanted === 'pattern' || wanted === undefined) return undefined;
  const refusal = value(expr.argument, notation) ?? noList(expr.argument);
  if (refusal !== undefined || typeOf(expr.of) === 'list') return refusal;
  const type = typeOf(expr.argument);
  if (type === 'text' || type === 'any') return undefined;
  return refuse(expr.argument, `${nameOf(expr, notation)} looks for a text; this is ${TYPE_WORDS[type]}.`);
}

const nameOf = ({ method }: MethodCall, notation: Notation): string => METHODS[method][notation] ?? method;

function noList(expr: Expr): Checked {
  const type = typeOf(expr);
  if (type !== 'list' && type !== 'object') return undefined;
  return refuse(
    expr,
    'This is a list, and equals no single value. Ask for one of its entries: any(…) in OData, includes(…) in an expression.',
  );
}

const ORDERED: readonly ValueType[] = ['text', 'number', 'date', 'any', 'null'];

function comparison(expr: Extract<Expr, { kind: 'compare' }>): Checked {
  const { left, right, operator } = expr;
  const [one, other] = [typeOf(left), typeOf(right)];
  if (one !== 'null' && other !== 'null') {
    const refusal = noList(left) ?? noList(right);
    if (refusal !== undefined) return refusal;
  }
  if (operator === 'eq' || operator === 'ne') return undefined;
  const free = [one, other].some((type) => type === 'any' || type === 'null');
  if (ORDERED.includes(one) && ORDERED.includes(other) && (free || one === other)) return undefined;
  if (one === other)
    return refuse(expr, `Of ${TYPE_WORDS[one]} none is more than the other. Ask whether they are equal.`);
  return refuse(
    expr,
    `${capital(TYPE_WORDS[one])} cannot be more or less than ${TYPE_WORDS[other]}.${hint(one, other)}`,
  );
}

const hint = (one: ValueType, other: ValueType): string =>
  [one, other].includes('date')
    ? ' A date is written 2026-11-26T08:00:00Z: without quotes in OData, with quotes in an expression.'
    : '';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
