/**
 * Nobody is waited for longer than this: a date can be wrong by years, and asking once an hour harms no bucket that
 * Microsoft refills every ten seconds (https://learn.microsoft.com/en-us/graph/throttling-limits).
 */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Milliseconds that a Retry-After header asks for; undefined where it is absent or says nothing. Seconds as an integer
 * or a date are RFC 9110's (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after), fractions of a second are
 * Graph's (`2.128`). Rounded up: retrying early counts as use.
 */
export function parseRetryAfter(header: string | null | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return atMost(Math.ceil(Number(text) * 1_000));
  // A date has its weekday in front; without that test Date.parse reads a year into `-5`.
  const at = /^[A-Z][a-z]{2,}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : atMost(Math.max(0, at - now.getTime()));
}

const atMost = (waitMs: number): number => Math.min(waitMs, LONGEST_WAIT_MS);
