import { assertNever } from '../assert-never.ts';
import { LIMITS } from './limits.ts';
import type { MethodName } from './methods.ts';
import { readDate } from './read-date.ts';
import type { Expr, ParsedFilter, PropertyPath } from './syntax-tree.ts';
import { allOf, anyOf, not, truthOf, type Truth } from './truth.ts';
import { isCondition } from './type-of.ts';
import { ABSENT, compareValues, UNREADABLE, type Value } from './compare-values.ts';

/** The value of a property as Graph gave it; undefined and null are “not set”, UNREADABLE is what we may not see. */
export type ReadProperty = (property: string) => unknown;
export type ClauseSeen = (clause: Expr, holds: Truth) => void;

type Judging = {
  readonly read: ReadProperty;
  readonly ignoresCase: boolean;
  /** The entry that any or all looks at. */
  readonly item: unknown;
  readonly cost: { steps: number };
};

/**
 * Whether a filter holds for a person. Unknown is only what may not be read; null is a value. `onClause` is told of
 * every clause, those too whose answer did not count.
 */
export function evaluate(filter: ParsedFilter, read: ReadProperty, onClause?: ClauseSeen): Truth {
  const judging = { read, ignoresCase: filter.notation === 'odata', item: undefined, cost: { steps: 0 } };
  return holds(filter.root, judging, onClause);
}

function holds(expr: Expr, judging: Judging, onClause?: ClauseSeen): Truth {
  if (++judging.cost.steps > LIMITS.evaluationSteps) return 'unknown';
  switch (expr.kind) {
    case 'and':
      return allOf(expr.parts, (part) => holds(part, judging, onClause), onClause !== undefined);
    case 'or':
      return anyOf(expr.parts, (part) => holds(part, judging, onClause), onClause !== undefined);
    case 'not':
      return not(holds(expr.part, judging, onClause));
    default: {
      const truth = clauseHolds(expr, judging);
      onClause?.(expr, truth);
      return truth;
    }
  }
}

function clauseHolds(expr: Exclude<Expr, { kind: 'and' | 'or' | 'not' }>, judging: Judging): Truth {
  switch (expr.kind) {
    case 'compare':
      return compareValues(
        expr.operator,
        valueOf(expr.left, judging),
        valueOf(expr.right, judging),
        judging.ignoresCase,
      );
    case 'in': {
      const value = valueOf(expr.of, judging);
      return anyOf(expr.values, (each) => compareValues('eq', value, each.value, judging.ignoresCase));
    }
    case 'any':
    case 'all': {
      const list = propertyValue(expr.list, judging);
      if (list === UNREADABLE) return 'unknown';
      const items = Array.isArray(list) ? (list as readonly unknown[]) : [];
      const { part } = expr;
      if (part === undefined) return truthOf(items.length > 0);
      const check = (item: unknown) => holds(part, { ...judging, item });
      return expr.kind === 'any' ? anyOf(items, check) : allOf(items, check);
    }
    case 'literal':
    case 'list':
    case 'property':
    case 'item':
    case 'pattern':
    case 'method': {
      const value = valueOf(expr, judging);
      return value === UNREADABLE ? 'unknown' : truthOf(isSomething(value));
    }
    default:
      return assertNever(expr);
  }
}

/** What JavaScript takes for true; a method on null is nothing. */
const isSomething = (value: Value): boolean => value !== ABSENT && Boolean(value);

function valueOf(expr: Expr, judging: Judging): Value {
  if (++judging.cost.steps > LIMITS.evaluationSteps) return UNREADABLE;
  switch (expr.kind) {
    case 'literal':
      return expr.value;
    case 'list':
      return expr.values.map(({ value }) => value);
    case 'property':
      return propertyValue(expr.path, judging);
    case 'item':
      return plain(expr.key === undefined ? judging.item : within(judging.item, expr.key));
    case 'method':
      return methodValue(expr.method, expr, judging);
    case 'and':
    case 'or':
      return isCondition(expr) ? asValue(holds(expr, judging)) : chosen(expr, judging);
    case 'not':
    case 'compare':
    case 'in':
    case 'any':
    case 'all':
      return asValue(holds(expr, judging));
    case 'pattern':
      return null; // never looked at: the types allow it as the argument of match alone
    default:
      return assertNever(expr);
  }
}

const asValue = (truth: Truth): Value => (truth === 'unknown' ? UNREADABLE : truth === 'true');

/** `a || b` is the first that is something, `a && b` the first that is nothing; else the last. */
function chosen({ kind, parts }: Extract<Expr, { kind: 'and' | 'or' }>, judging: Judging): Value {
  let value: Value = null;
  for (const part of parts) {
    value = valueOf(part, judging);
    if (value === UNREADABLE || isSomething(value) === (kind === 'or')) return value;
  }
  return value;
}

function propertyValue({ property, key, index, type }: PropertyPath, { read }: Judging): Value {
  const whole = read(property);
  if (whole === UNREADABLE) return UNREADABLE;
  let value = key === undefined ? whole : within(whole, key);
  if (index !== undefined) value = Array.isArray(value) ? (value as readonly unknown[])[index] : null;
  if (type === 'date') return typeof value === 'string' ? (readDate(value) ?? null) : null;
  return plain(value);
}

const within = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key] // it has the key, as just seen
    : null;

/** What JSON can hold, as a value of ours; an object as a whole is nothing that can be compared. */
function plain(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? (value as readonly unknown[]) : null;
}

function methodValue(method: MethodName, expr: Extract<Expr, { kind: 'method' }>, judging: Judging): Value {
  const of = valueOf(expr.of, judging);
  if (of === UNREADABLE || of === ABSENT) return of;
  if (expr.argument?.kind === 'pattern') return matched(method, of, expr.argument.pattern.matches);
  const argument = expr.argument && valueOf(expr.argument, judging);
  if (argument === UNREADABLE || argument === ABSENT) return argument;
  if (Array.isArray(of)) return ofList(method, of as readonly unknown[], argument, judging);
  if (typeof of !== 'string') return ABSENT;
  return ofText(method, of, argument, judging);
}

/** `match` answers null where nothing is found, as in JavaScript. */
function matched(method: MethodName, of: Value, matches: (text: string) => boolean): Value {
  if (typeof of !== 'string') return ABSENT;
  const found = matches(of);
  return method === 'match' && !found ? null : found;
}

function ofList(method: MethodName, list: readonly unknown[], wanted: Value | undefined, judging: Judging): Value {
  if (method === 'length') return list.length;
  const at = list.findIndex((each) => {
    judging.cost.steps++;
    return compareValues('eq', plain(each), wanted ?? null, judging.ignoresCase) === 'true';
  });
  if (method === 'contains') return at >= 0;
  return method === 'indexOf' ? at : ABSENT;
}

function ofText(method: MethodName, text: string, argument: Value | undefined, { ignoresCase }: Judging): Value {
  switch (method) {
    case 'length':
      return text.length;
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'trim':
      return text.trim();
    case 'startsWith':
    case 'endsWith':
    case 'contains':
    case 'indexOf': {
      if (typeof argument !== 'string') return ABSENT;
      const [whole, part] = ignoresCase ? [text.toLowerCase(), argument.toLowerCase()] : [text, argument];
      if (method === 'startsWith') return whole.startsWith(part);
      if (method === 'endsWith') return whole.endsWith(part);
      return method === 'contains' ? whole.includes(part) : whole.indexOf(part);
    }
    case 'match':
    case 'test':
      return ABSENT; // their argument is a pattern, which was answered before
    default:
      return assertNever(method);
  }
}
