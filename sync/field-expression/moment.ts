const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s?(Z|[+-]\d{2}:\d{2})?$/i;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AP]M))?)?$/i;

/** What a moment is made of. `offset`: minutes east of UTC. */
export type MomentParts = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly millisecond?: number;
  readonly offset?: number;
};

/** The moment of these parts, in UTC without an offset; undefined where there is no such day or time. */
export function momentOf(parts: MomentParts): Date | undefined {
  const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0, offset = 0 } = parts;
  if (hour > 23 || minute > 59 || second > 59 || Math.abs(offset) > 14 * 60) return undefined;
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;
  local.setUTCHours(hour, minute, second, millisecond);
  const date = new Date(local.getTime() - offset * 60_000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * The moment that a text names: ISO 8601, with or without a time and an offset, or M/d/yyyy h:mm:ss tt. Without an offset
 * it is UTC.
 */
export function readMoment(written: string): Date | undefined {
  const text = written.trim();
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction = '', zone] = iso;
    const millisecond = Math.trunc(Number(`0.${fraction || '0'}`) * 1000);
    return momentOf({ ...dayOf(year, month, day), ...time(hour, minute, second), millisecond, offset: offsetOf(zone) });
  }
  const us = US.exec(text);
  if (us === null) return undefined;
  const [, month, day, year, hour, minute, second, half] = us;
  const { hour: written12, ...rest } = time(hour, minute, second);
  const hours = half === undefined ? written12 : from12(written12, half);
  return hours === undefined ? undefined : momentOf({ ...dayOf(year, month, day), hour: hours, ...rest });
}

const dayOf = (year = '', month = '', day = '') => ({ year: Number(year), month: Number(month), day: Number(day) });
const time = (hour = '0', minute = '0', second = '0') => ({
  hour: Number(hour),
  minute: Number(minute),
  second: Number(second),
});

/** The hour of a day from that of a clock with two halves; undefined where it has none so high. */
export function from12(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toUpperCase().startsWith('P') ? 12 : 0);
}

/** Minutes east of UTC of `+08:00`, `-7` or `Z`. */
export function offsetOf(zone: string | undefined): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -size : size;
}

/** A date as Microsoft's functions return it: UTC, M/d/yyyy h:mm:ss tt. */
export function dateText(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const hour = date.getUTCHours();
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${String(date.getUTCFullYear()).padStart(4, '0')}`;
  return `${day} ${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
}
