import { assertNever } from '../assert-never.ts';
import type { PartType, PartValue } from './field-expr.ts';
import { LIST_LENGTH, VALUE_LENGTH } from './limits.ts';
import { dateText, readMoment } from './moment.ts';

/** A value as the type that a function takes; null where it cannot be one. */
export function coerce(value: PartValue, type: PartType): PartValue {
  switch (type) {
    case 'any':
      return value;
    case 'text':
      return textForm(value);
    case 'number':
      return numberForm(value);
    case 'boolean':
      return value === null ? null : truth(value);
    case 'date':
      return value instanceof Date ? value : typeof value === 'string' ? (readMoment(value) ?? null) : null;
    case 'list':
      if (isList(value)) return value;
      return value === null ? [] : [textForm(value) ?? ''];
    default:
      return assertNever(type);
  }
}

/** How a value reads as a text: `True` and `False`, dates in UTC as M/d/yyyy h:mm:ss tt, lists joined by `; `. */
export function textForm(value: PartValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return value instanceof Date ? dateText(value) : value.join('; ');
}

function numberForm(value: PartValue): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || !/^\s*-?\d{1,20}(?:\.\d{1,20})?\s*$/.test(value)) return null;
  return Number(value);
}

/** What is true: a number that is not 0, and the word true in any case. */
export function truth(value: PartValue): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return false;
  if (value.trim().toLowerCase() === 'true') return true;
  const number = numberForm(value);
  return number !== null && number !== 0;
}

export const isList = (value: PartValue): value is readonly string[] => Array.isArray(value);

/** A value within its limits: an expression makes none longer. */
export function within(value: PartValue): PartValue {
  if (typeof value === 'string')
    return value.length > VALUE_LENGTH ? value.slice(0, VALUE_LENGTH).toWellFormed() : value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  if (!isList(value)) return value;
  let room = VALUE_LENGTH;
  return value.slice(0, LIST_LENGTH).flatMap((item) => {
    const kept = item.slice(0, Math.max(0, room)).toWellFormed();
    room -= item.length;
    return room + item.length > 0 || item === '' ? [kept] : [];
  });
}
