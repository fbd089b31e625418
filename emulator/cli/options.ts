import { InvalidArgumentError } from 'commander';
import ms, { type StringValue } from 'ms';

/** A whole number above zero. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new InvalidArgumentError('A whole number from 1 on is needed.');
}

/** A whole number, zero included. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= 0) return count;
  throw new InvalidArgumentError('A whole number is needed.');
}

/** A duration such as `90s`, `2h`, `8d`, in milliseconds. */
export function parseDuration(text: string): number {
  // ms takes any text of its form
  if (/^\d+(ms|s|m|h|d|w)$/.test(text)) return ms(text as StringValue);
  throw new InvalidArgumentError('A duration such as 90s, 2h or 8d is needed.');
}
