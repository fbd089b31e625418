import { InvalidArgumentError, Option } from 'commander';
import ms, { type StringValue } from 'ms';

/** `--limit <n>` of every list. */
export const limitOption = (standard: number): Option =>
  new Option('--limit <n>', 'how many at most').default(standard).argParser(parseLimit);

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000_000) {
    throw new InvalidArgumentError('A whole number from 1 to 1,000,000 is needed.');
  }
  return limit;
}

/** A duration such as `500ms`, `30s`, `2m`, in milliseconds. */
export function parseDuration(text: string): number {
  // ms takes any text of its form, and answers undefined or NaN for others
  const duration = /^\d+(ms|s|m|h)$/.test(text) ? ms(text as StringValue) : Number.NaN;
  if (!(duration > 0 && duration <= 2_147_483_647))
    throw new InvalidArgumentError('A duration such as 30s or 2m is needed.');
  return duration;
}

/** A reference as a shell takes it: quoted where it holds more than plain characters. */
export const quoted = (text: string): string =>
  /^[\w./-]+$/.test(text) ? text : `"${text.replace(/(["\\$`])/g, '\\$1')}"`;
