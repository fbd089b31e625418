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
/** From this share on, answers tell how much is used; at 1 throttling begins. */
const TOLD_FROM = 0.8;
/** The highest share that Microsoft names: refused requests count as use, up to here. */
const FULLEST = 1.8;
/** What counting in fractions may be off. */
const TINY = 1e-9;

export type Charge =
  | { readonly kind: 'passed'; readonly percentage: number | null }
  | {
      readonly kind: 'throttled';
      readonly scope: 'Tenant_Application' | 'Application';
      readonly retryAfterSeconds: number;
      readonly percentage: number;
    };

/** Fills by what is used and empties by itself, wholly in one window. */
class Bucket {
  readonly #windowMs: number;
  #used = 0;
  #at = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** The share that is used, this request included. */
  add(units: number, most: number, now: number): number {
    const emptied = (Math.max(0, now - this.#at) * most) / this.#windowMs;
    this.#at = now;
    // The first request passes, however much it costs.
    const before = Math.max(0, this.#used - emptied);
    this.#used = Math.min(most * FULLEST, before + units);
    return before === 0 ? Math.min(1, this.#used / most) : this.#used / most;
  }

  /** Until a request of so many units passes. */
  msUntilFree(units: number, most: number): number {
    const over = Math.min(this.#used, this.#used + units - most);
    return (Math.max(0, over) * this.#windowMs) / most;
  }
}

/** Counts resource units by directory and over all of them. */
export class Throttle {
  readonly #clock: Clock;
  readonly #ofDirectories = new Map<string, Bucket>();
  readonly #ofApplication = new Bucket(APPLICATION_WINDOW_MS);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the units of a request, which count although it is refused: retrying too early makes the wait longer. */
  charge(directory: Directory, units: number): Charge {
    const { throttling, resourceUnits } = directory.behaviour;
    if (!throttling || units === 0) return { kind: 'passed', percentage: null };
    const now = this.#clock.now();
    const most = resourceUnits ?? unitsFor(directory.count);
    const own = this.#bucketOf(directory.entraTenantId);
    const share = own.add(units, most, now);
    const shareOfAll = this.#ofApplication.add(units, APPLICATION_UNITS, now);
    const percentage = Math.max(share, shareOfAll);
    if (shareOfAll > 1 + TINY) {
      return throttled('Application', this.#ofApplication.msUntilFree(units, APPLICATION_UNITS), percentage);
    }
    if (share > 1 + TINY) return throttled('Tenant_Application', own.msUntilFree(units, most), percentage);
    return { kind: 'passed', percentage: percentage >= TOLD_FROM ? percentage : null };
  }

  #bucketOf(entraTenantId: string): Bucket {
    const known = this.#ofDirectories.get(entraTenantId);
    if (known !== undefined) return known;
    const bucket = new Bucket(WINDOW_MS);
    this.#ofDirectories.set(entraTenantId, bucket);
    return bucket;
  }
}

const unitsFor = (people: number): number => UNITS_BY_SIZE.find(({ below }) => people < below)?.units ?? 0;

const throttled = (scope: 'Tenant_Application' | 'Application', leftMs: number, percentage: number): Charge => ({
  kind: 'throttled',
  scope,
  retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)),
  percentage,
});
