const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** `14 minutes ago`, `in about 2 hours`, `just now`: to the nearest whole unit. */
export function relativeTime(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const [unit, size] = UNITS.find(([, size]) => Math.round(Math.abs(ms) / size) >= 1) ?? [];
  if (unit === undefined || size === undefined) return ms > 0 ? 'in a moment' : 'just now';
  const text = words.format(Math.round(ms / size), unit);
  return ms > 0 ? text.replace(/^in /, 'in about ') : text;
}

/** `12,345` */
export const numberText = (value: number): string => value.toLocaleString('en');

/** `1 person`, `12,345 people` */
export const peopleText = (value: number): string => `${numberText(value)} ${value === 1 ? 'person' : 'people'}`;

/** `under 1 s`, `42 s`, `3 min 5 s`, `2 h 10 min` */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds === 0) return 'under 1 s';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
