import { assertNever } from '../assert-never.ts';
import { askMethod, tryPattern } from './ask-method.ts';
import { LIMITS } from './limits.ts';
import { readDate } from './read-date.ts';
import type { Expr, ParsedFilter, PropertyPath } from './syntax-tree.ts';
import { allOf, anyOf, not, truthOf, type Truth } from './truth.ts';
import { isCondition } from './type-of.ts';
import { ABSENT, compareValues, plain, UNREADABLE, type Value } from './compare-values.ts';

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
  if (expr.kind === 'not') return not(holds(expr.part, judging, onClause));
  if (expr.kind === 'and' || expr.kind === 'or') {
    const join = expr.kind === 'and' ? allOf : anyOf;
    return join(expr.parts, (part) => holds(part, judging, onClause), onClause !== undefined);
  }
  const truth = clauseHolds(expr, judging);
  onClause?.(expr, truth);
  return truth;
}

function clauseHolds(expr: Exclude<Expr, { kind: 'and' } | { kind: 'or' } | { kind: 'not' }>, judging: Judging): Truth {
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
      return methodValue(expr, judging);
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
function chosen({ kind, parts }: Extract<Expr, { parts: unknown }>, judging: Judging): Value {
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

function methodValue({ method, of, argument }: Extract<Expr, { kind: 'method' }>, judging: Judging): Value {
  const asked = valueOf(of, judging);
  if (asked === UNREADABLE || asked === ABSENT) return asked;
  if (Array.isArray(asked)) judging.cost.steps += asked.length;
  if (argument?.kind === 'pattern') return tryPattern(method, asked, argument.pattern);
  const wanted = argument === undefined ? null : valueOf(argument, judging);
  if (wanted === UNREADABLE || wanted === ABSENT) return wanted;
  return askMethod(method, asked, wanted, judging.ignoresCase);
}
