const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** `3 minutes ago`, `in 2 hours`; the date beyond a week; `never` for none. Input is ISO 8601. */
export function humanTime(time: string | null | undefined, now: Date = new Date(), none = 'never'): string {
  const at = time == null ? Number.NaN : Date.parse(time);
  if (Number.isNaN(at)) return none;
  const ms = at - now.getTime();
  if (Math.abs(ms) > 7 * 86_400_000) return new Date(at).toISOString().slice(0, 10);
  if (Math.abs(ms) < 1000) return 'now';
  const [unit, size] = UNITS.find(([, size]) => Math.abs(ms) >= size) ?? ['second', 1000];
  return relative.format(Math.trunc(ms / size), unit);
}

/** `42 s`, `3 min 5 s`, `2 h 10 min`, between two ISO 8601 times. */
export function humanDuration(start: string, end: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(end) - Date.parse(start)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `12,345` */
export const humanNumber = (value: number): string => value.toLocaleString('en');

/** `1 employee`, `12,345 employees` */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${humanNumber(value)} ${value === 1 ? one : many}`;
