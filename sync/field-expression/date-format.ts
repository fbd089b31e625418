import { from12, momentOf, offsetOf } from './moment.ts';

/**
 * A custom format of .NET, cut into its parts
 * (https://learn.microsoft.com/en-us/dotnet/standard/base-types/custom-date-and-time-format-strings).
 */
export type DateFormat = readonly (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly letter: string; readonly count: number }
)[];

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
/** How often each letter may stand in a row; more of some mean the same as the most. */
const LETTERS: Readonly<Record<string, number>> = {
  ...{ d: 4, f: 7, F: 7, h: 2, H: 2, K: 1, m: 2, M: 4, s: 2, t: 2, y: 5, z: 3, g: 2 },
};
const PART = /\\([^])|'([^']*)'|"([^"]*)"|%(?=[dfFhHKmMstyzg])|([dfFhHmMstyzg])\4*|(K)|([^])/gu;

/** Reads a format; undefined where it is none: empty, or a single letter, which .NET takes for a standard format. */
export function readDateFormat(text: string): DateFormat | undefined {
  if (text.length < 2 || text.length > 100) return undefined;
  const parts: DateFormat[number][] = [];
  for (const [whole, escaped, single, double, letters, zone, other] of text.matchAll(PART)) {
    const letter = letters ?? zone;
    if (letter !== undefined) {
      if (whole.length > (LETTERS[letter] ?? 1)) return undefined;
      parts.push({ kind: 'field', letter, count: whole.length });
    } else if (whole !== '%') parts.push({ kind: 'text', text: escaped ?? single ?? double ?? other ?? '' });
  }
  return parts;
}

/** Writes a date in UTC, in the words of the invariant culture. */
export const writeDate = (date: Date, format: DateFormat): string =>
  format.map((part) => (part.kind === 'text' ? part.text : written(date, part.letter, part.count))).join('');

function written(date: Date, letter: string, count: number): string {
  const padded = (number: number) => String(number).padStart(Math.min(count, 2), '0');
  const hour = date.getUTCHours();
  switch (letter) {
    case 'd':
      if (count >= 3) return (DAYS[date.getUTCDay()] ?? '').slice(0, count === 3 ? 3 : undefined);
      return padded(date.getUTCDate());
    case 'M':
      if (count >= 3) return (MONTHS[date.getUTCMonth()] ?? '').slice(0, count === 3 ? 3 : undefined);
      return padded(date.getUTCMonth() + 1);
    case 'y': {
      const year = date.getUTCFullYear();
      return count <= 2 ? padded(year % 100) : String(year).padStart(count, '0');
    }
    case 'H':
      return padded(hour);
    case 'h':
      return padded(hour % 12 || 12);
    case 'm':
      return padded(date.getUTCMinutes());
    case 's':
      return padded(date.getUTCSeconds());
    case 'f':
      return fraction(date, count);
    case 'F':
      return fraction(date, count).replace(/0+$/, '');
    case 't':
      return (hour < 12 ? 'AM' : 'PM').slice(0, count);
    case 'z':
      return ['+0', '+00', '+00:00'][count - 1] ?? '';
    case 'K':
      return 'Z';
    default:
      return 'A.D.';
  }
}

const fraction = (date: Date, count: number): string =>
  String(date.getUTCMilliseconds()).padStart(3, '0').padEnd(7, '0').slice(0, count);

/** Reads a whole text by a format, blanks at its ends left out; undefined where it does not fit, or is no date. */
export function parseDate(written: string, format: DateFormat): Date | undefined {
  const text = written.trim();
  const found: Found = { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0, offset: 0 };
  let at = 0;
  for (const part of format) {
    const length = part.kind === 'text' ? sameText(text, at, part.text) : take(text.slice(at, at + 40), part, found);
    if (length === undefined) return undefined;
    at += length;
  }
  if (at !== text.length) return undefined;
  const { half, ...rest } = found;
  const hour = half === undefined ? found.hour : from12(found.hour, half);
  return hour === undefined ? undefined : momentOf({ ...rest, hour });
}

type Found = { year: number; month: number; day: number; hour: number; minute: number } & {
  second: number;
  millisecond: number;
  offset: number;
  half?: string;
};
type Field = Extract<DateFormat[number], { kind: 'field' }>;

const sameText = (text: string, at: number, wanted: string): number | undefined =>
  text.startsWith(wanted, at) ? wanted.length : undefined;

const NUMBERS: Readonly<Record<string, 'day' | 'month' | 'hour' | 'minute' | 'second'>> = {
  ...{ d: 'day', M: 'month', H: 'hour', h: 'hour', m: 'minute', s: 'second' },
};

/** Takes one field from the front of the rest; answers with how long it was. */
function take(rest: string, { letter, count }: Field, found: Found): number | undefined {
  const number = NUMBERS[letter];
  if (number !== undefined && count <= 2) {
    const digits = (count === 2 ? /^\d{2}/ : /^\d{1,2}/).exec(rest)?.[0];
    if (digits === undefined) return undefined;
    found[number] = Number(digits);
    return digits.length;
  }
  switch (letter) {
    case 'M':
      return takeName(rest, MONTHS, count, (index) => (found.month = index + 1));
    case 'd':
      return takeName(rest, DAYS, count, () => undefined);
    case 'y':
      return takeYear(rest, count, found);
    case 'f':
    case 'F': {
      const digits = new RegExp(letter === 'f' ? `^\\d{${count}}` : `^\\d{0,${count}}`).exec(rest)?.[0];
      if (digits === undefined) return undefined;
      found.millisecond = Math.trunc(Number(`0.${digits || '0'}`) * 1000);
      return digits.length;
    }
    case 't':
      found.half = rest.slice(0, count).toUpperCase();
      return ['A', 'P', 'AM', 'PM'].includes(found.half) && found.half.length === count ? count : undefined;
    case 'z':
    case 'K': {
      const zone = (letter === 'K' ? /^(?:Z|[+-]\d{2}:\d{2})?/i : ZONES[count])?.exec(rest)?.[0];
      if (zone !== undefined) found.offset = offsetOf(zone);
      return zone?.length;
    }
    default:
      return sameText(rest, 0, 'A.D.');
  }
}

const ZONES: Readonly<Record<number, RegExp>> = { 1: /^[+-]\d{1,2}/, 2: /^[+-]\d{2}/, 3: /^[+-]\d{2}:?\d{2}/ };

function takeName(rest: string, names: readonly string[], count: number, keep: (index: number) => void) {
  const short = (name: string) => (count === 3 ? name.slice(0, 3) : name).toLowerCase();
  const index = names.findIndex((name) => rest.toLowerCase().startsWith(short(name)));
  const name = names[index];
  if (name === undefined) return undefined;
  keep(index);
  return short(name).length;
}

/** Two digits are of the years 1950 to 2049, as in .NET's invariant culture. */
function takeYear(rest: string, count: number, found: Found): number | undefined {
  const digits = (count === 1 ? /^\d{1,2}/ : new RegExp(`^\\d{${count}}`)).exec(rest)?.[0];
  if (digits === undefined) return undefined;
  const year = Number(digits);
  found.year = count > 2 ? year : year + (year < 50 ? 2000 : 1900);
  return digits.length;
}
