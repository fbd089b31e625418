import { capital } from '../capital.ts';
import { METHODS } from './methods.ts';
import { OPERATORS } from './operators.ts';
import { nameInWords } from './name-in-words.ts';
import type { Expr, Literal, ParsedFilter } from './syntax-tree.ts';
import { isCondition, typeOf } from './type-of.ts';

/** Says in words what was understood: “Department is Sales or Marketing, and account is enabled”. */
export function describeFilter({ root }: ParsedFilter): string {
  return capital(describeCondition(root));
}

/** A part of a filter as a sentence holds it: “department is Sales”. */
export const describeCondition = (expr: Expr): string => condition(expr, true);

/** `holds`: whether it is said that the condition holds, or that it does not. */
function condition(expr: Expr, holds: boolean): string {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return joined(expr, holds);
    case 'not':
      return condition(expr.part, !holds);
    case 'compare':
      return comparison(expr, holds);
    case 'in':
      return `${value(expr.of)} ${holds ? 'is' : 'is not'} ${listed(expr.values)}`;
    case 'any':
    case 'all':
      return quantified(expr, holds);
    case 'method':
      return method(expr, holds);
    case 'literal':
      return expr.value === holds ? 'always' : 'never';
    case 'property':
    case 'item':
    case 'list':
    case 'pattern':
      return alone(expr, holds);
  }
}

function joined(expr: Extract<Expr, { parts: unknown }>, holds: boolean): string {
  if (!holds) return `not (${joined(expr, true)})`;
  const together = expr.kind === 'or' ? sameProperty(expr.parts) : undefined;
  if (together !== undefined) return together;
  const parts = expr.parts.map((part) => {
    const words = condition(part, true);
    const mixed = (part.kind === 'and' || part.kind === 'or') && sameProperty(part.parts) === undefined;
    return mixed ? `(${words})` : words;
  });
  return parts.join(expr.kind === 'and' ? ', and ' : ', or ');
}

/** `a eq 1 or a eq 2` reads as “a is 1 or 2”. */
function sameProperty(parts: readonly Expr[]): string | undefined {
  const [first] = parts;
  if (first?.kind !== 'compare') return undefined;
  const subject = value(first.left);
  const values: Literal[] = [];
  for (const part of parts) {
    if (part.kind !== 'compare' || part.operator !== 'eq') return undefined;
    if (part.right.kind !== 'literal' || typeof part.right.value === 'boolean') return undefined;
    if (value(part.left) !== subject) return undefined;
    values.push(part.right);
  }
  return `${subject} is ${listed(values)}`;
}

function comparison(expr: Extract<Expr, { kind: 'compare' }>, holds: boolean): string {
  const { left, right } = expr;
  if (right.kind === 'literal' && isCondition(left) && right.value !== null) {
    if (expr.operator === 'eq') return condition(left, right.value === holds);
    if (expr.operator === 'ne') return condition(left, right.value !== holds);
  }
  const isEquality = expr.operator === 'eq' || expr.operator === 'ne';
  // Of what is not there, neither an order nor its opposite holds: only an equality can be said the other way round.
  if (!holds && !(isEquality && left.kind === 'property')) return `not (${comparison(expr, true)})`;
  const operator = holds ? expr.operator : OPERATORS[expr.operator].opposite;
  if (isEquality && right.kind === 'literal') {
    const yesOrNo = typeof right.value === 'boolean' && typeOf(left) === 'boolean';
    if (yesOrNo) return alone(left, (operator === 'eq') === right.value);
    if (right.value === null) return `${value(left)} ${operator === 'eq' ? 'is empty' : 'has a value'}`;
  }
  return `${value(left)} ${OPERATORS[operator].words} ${value(right)}${neverEqual(expr)}`;
}

function neverEqual({ left, right }: Extract<Expr, { kind: 'compare' }>): string {
  const types = [typeOf(left), typeOf(right)];
  const comparable = types[0] === types[1] || types.some((type) => type === 'any' || type === 'null');
  return comparable ? '' : ' (which no value of this kind ever is)';
}

/** What stands alone: `accountEnabled`, or in an expression whatever is not empty. */
function alone(expr: Expr, holds: boolean): string {
  if (expr.kind === 'property' && expr.path.property === 'accountEnabled') {
    return holds ? 'account is enabled' : 'account is disabled';
  }
  if (typeOf(expr) === 'boolean') return `${value(expr)} is ${holds ? 'on' : 'off'}`;
  return `${value(expr)} ${holds ? 'has a value' : 'is empty'}`;
}

function method(expr: Extract<Expr, { kind: 'method' }>, holds: boolean): string {
  const { words } = METHODS[expr.method];
  const [is, isNot] = words;
  if (isNot === undefined) return `${value(expr)} ${holds ? 'is not 0 or empty' : 'is 0 or empty'}`;
  return `${value(expr.of)} ${holds ? is : isNot} ${expr.argument ? value(expr.argument) : ''}`;
}

function quantified(expr: Extract<Expr, { list: unknown }>, holds: boolean): string {
  const list = nameInWords(expr.list);
  if (expr.part === undefined) return holds ? `there are ${list}` : `there are no ${list}`;
  const [some, none] = expr.kind === 'any' ? ['one of', 'none of'] : ['each of', 'not each of'];
  return `${holds ? some : none} ${list}: ${condition(expr.part, true)}`;
}

function value(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return literal(expr.value);
    case 'list':
      return listed(expr.values);
    case 'property':
      return nameInWords(expr.path);
    case 'item':
      return expr.key === undefined ? 'it' : nameInWords({ property: expr.key });
    case 'pattern':
      return `/${expr.pattern.source}/${expr.pattern.flags}`;
    case 'method': {
      const { words, gives } = METHODS[expr.method];
      if (gives === 'boolean') return `(${method(expr, true)})`;
      const part = expr.argument === undefined ? '' : `${value(expr.argument)} in `;
      return `${words[0]} ${part}${value(expr.of)}`;
    }
    case 'and':
    case 'or':
      return isCondition(expr)
        ? `(${condition(expr, true)})`
        : `(${expr.parts.map(value).join(expr.kind === 'or' ? ' or else ' : ' and then ')})`;
    case 'not':
    case 'compare':
    case 'in':
    case 'any':
    case 'all':
      return `(${condition(expr, true)})`;
  }
}

function listed(values: readonly Literal[]): string {
  const words = values.map(({ value: each }) => literal(each));
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}

/** A text as it is, in quotes where it would not read as a word of the sentence. */
function literal(value: Literal['value']): string {
  if (value === null) return 'empty';
  if (value instanceof Date)
    return value.toISOString().replace(/(?:T00:00)?:00\.000Z$/, (end) => (end.startsWith('T') ? '' : ' UTC'));
  if (typeof value !== 'string') return String(value);
  return /^[\p{L}\p{N}@._+-]+(?: [\p{L}\p{N}@._+-]+)*$/u.test(value) && value.toLowerCase() !== 'empty'
    ? value
    : `“${value}”`;
}
