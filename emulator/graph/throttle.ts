import type { Clock } from '../clock.ts';
import type { Directory } from '../directory/directory.ts';

/** https://learn.microsoft.com/en-us/graph/throttling-limits: resource units that an application has in a directory. */
const WINDOW_MS = 10_000;
const UNITS_BY_SIZE = [
  { below: 50, units: 3_500 },
  { below: 501, units: 5_000 },
  { below: Number.POSITIVE_INFINITY, units: 8_000 },
] as const;
/** Over all directories together. */
const APPLICATION_WINDOW_MS = 20_000;
const APPLICATION_UNITS = 150_000;
/** From this share on, answers tell how much is used. */
const TOLD_FROM = 0.8;

export type Charge =
  | { readonly kind: 'passed'; readonly percentage: number | null }
  | {
      readonly kind: 'throttled';
      readonly scope: 'Tenant_Application' | 'Application';
      readonly retryAfterSeconds: number;
      readonly percentage: number;
    };

type Window = { startedAt: number; used: number };

/** Counts resource units in windows of some seconds, by directory and over all of them. */
export class Throttle {
  readonly #clock: Clock;
  readonly #ofDirectories = new Map<string, Window>();
  #ofApplication: Window = { startedAt: 0, used: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the units of a request, which count although it is refused. */
  charge(directory: Directory, units: number): Charge {
    const { throttling, resourceUnits } = directory.behaviour;
    if (!throttling) return { kind: 'passed', percentage: null };
    const now = this.#clock.now();
    const most = resourceUnits ?? unitsFor(directory.count);
    const own = this.#current(this.#ofDirectories.get(directory.entraTenantId), now, WINDOW_MS);
    this.#ofDirectories.set(directory.entraTenantId, own);
    this.#ofApplication = this.#current(this.#ofApplication, now, APPLICATION_WINDOW_MS);
    own.used += units;
    this.#ofApplication.used += units;
    const percentage = Math.max(own.used / most, this.#ofApplication.used / APPLICATION_UNITS);
    if (this.#ofApplication.used > APPLICATION_UNITS) {
      const endsAt = this.#ofApplication.startedAt + APPLICATION_WINDOW_MS;
      return throttled('Application', endsAt - now, percentage);
    }
    if (own.used > most) return throttled('Tenant_Application', own.startedAt + WINDOW_MS - now, percentage);
    return { kind: 'passed', percentage: percentage >= TOLD_FROM ? percentage : null };
  }

  #current(window: Window | undefined, now: number, lengthMs: number): Window {
    return window !== undefined && now - window.startedAt < lengthMs ? window : { startedAt: now, used: 0 };
  }
}

const unitsFor = (people: number): number => UNITS_BY_SIZE.find(({ below }) => people < below)?.units ?? 0;

const throttled = (scope: 'Tenant_Application' | 'Application', leftMs: number, percentage: number): Charge => ({
  kind: 'throttled',
  scope,
  retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)),
  percentage,
});

/** What a request costs: users 2, members 3 and 5, all else 1; less with `$select` or a small `$top`, more with `$expand`. */
export function costOf(path: string, query: URLSearchParams, deltaUnits: number): number {
  if (/\/users\/delta$/i.test(path)) return deltaUnits;
  const base = /\/users(\/[^/]+)?$/i.test(path) ? 2 : 1;
  const top = Number(query.get('$top') ?? Number.NaN);
  const cost = base - Number(query.has('$select')) - Number(top < 20) + Number(query.has('$expand'));
  return Math.max(1, cost);
}
