import { readDate } from './read-date.ts';
import type { Comparison } from './syntax-tree.ts';
import { truthOf, type Truth } from './truth.ts';

/** Stands for a value that we were not allowed to read. */
export const UNREADABLE = Symbol('unreadable');
/** Stands for what a method gives that was asked of null: every comparison that holds it is false. */
export const ABSENT = Symbol('absent');

export type Value = string | number | boolean | Date | null | readonly unknown[] | typeof UNREADABLE | typeof ABSENT;

/** Null equals null; values of different types are never equal, and none is more than the other. */
export function compareValues(operator: Comparison, left: Value, right: Value, ignoresCase: boolean): Truth {
  if (left === ABSENT || right === ABSENT) return 'false';
  if (left === UNREADABLE || right === UNREADABLE) return 'unknown';
  const [one, other] = [comparable(left, right, ignoresCase), comparable(right, left, ignoresCase)];
  if (operator === 'eq') return truthOf(one === other);
  if (operator === 'ne') return truthOf(one !== other);
  if (one === null || other === null || typeof one !== typeof other) return 'false';
  switch (operator) {
    case 'gt':
      return truthOf(one > other);
    case 'ge':
      return truthOf(one >= other);
    case 'lt':
      return truthOf(one < other);
    case 'le':
      return truthOf(one <= other);
  }
}

/** Moments are compared as numbers, under a type that no number has. A directory extension gives its date as a text. */
function comparable(value: Value, beside: Value, ignoresCase: boolean): Exclude<Value, Date | symbol> | bigint {
  if (value instanceof Date) return BigInt(value.getTime());
  if (typeof value === 'string') {
    const date = beside instanceof Date ? readDate(value) : undefined;
    if (date !== undefined) return BigInt(date.getTime());
    return ignoresCase ? value.toLowerCase() : value;
  }
  return typeof value === 'symbol' ? null : value; // both symbols were answered before
}

/** What JSON can hold, as a value of ours; an object as a whole is nothing that can be compared. */
export function plain(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? (value as readonly unknown[]) : null;
}
