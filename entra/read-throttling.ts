import { z } from 'zod';
import { APPLICATION_WINDOW_MS, LEAST_UNITS } from './limits.ts';
import { parseRetryAfter } from './retry-after.ts';

/** What an answer tells of throttling, beside its status. */
export type Throttling = {
  /** Resource units that the request has cost. */
  readonly units: number;
  /** The share of a limit that is used, from 0.8 on; undefined: less. */
  readonly share: number | undefined;
  /** How long our app shall ask for nothing at all, whatever the tenant. */
  readonly appClosedForMs: number | undefined;
};

const Amount = z.coerce.number().positive().max(100_000);

/** https://learn.microsoft.com/en-us/graph/throttling-limits tells of the headers. One that cannot be read says nothing. */
export function readThrottling(
  status: number,
  headerOf: (name: string) => string | null | undefined,
  now: Date,
): Throttling {
  const amount = (name: string) => Amount.safeParse(headerOf(name)).data;
  const ofApp = status === 429 && /^application(\/|$)/i.test(headerOf('x-ms-throttle-scope') ?? '');
  return {
    units: amount('x-ms-resource-unit') ?? LEAST_UNITS,
    share: amount('x-ms-throttle-limit-percentage'),
    appClosedForMs: ofApp ? (parseRetryAfter(headerOf('retry-after'), now) ?? APPLICATION_WINDOW_MS) : undefined,
  };
}
