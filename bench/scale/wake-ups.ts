import { type SyncSchedule, waitUntilNextSync } from '../../sync/next-sync.ts';

export type WakeUps = {
  readonly binMs: number;
  /** Runs that begin within each stretch of `binMs`, the first one at the start of everything. */
  readonly starts: readonly number[];
  /** How many would begin in each if they were spread evenly. */
  readonly even: number;
};

export type WakeUpOptions = {
  readonly tenants: number;
  readonly hours: number;
  readonly binMs: number;
  readonly schedule: SyncSchedule;
  /** How long a run takes. */
  readonly runMs: number;
  readonly random: () => number;
};

/** All tenants begin at the same moment, and then each goes by the product's own timer. */
export function simulateWakeUps({ tenants, hours, binMs, schedule, runMs, random }: WakeUpOptions): WakeUps {
  const starts = Array.from({ length: Math.ceil((hours * 3_600_000) / binMs) }, () => 0);
  for (let tenant = 0; tenant < tenants; tenant++) {
    for (let at = 0; at < hours * 3_600_000; at += runMs + waitUntilNextSync(schedule, 0, random)) {
      const bin = Math.floor(at / binMs);
      starts[bin] = (starts[bin] ?? 0) + 1;
    }
  }
  const cycleMs = (schedule.intervalMinMs + schedule.intervalMaxMs) / 2 + runMs;
  return { binMs, starts, even: (tenants / cycleMs) * binMs };
}

/** Hours from the start after which no stretch has more than so many times the even share; undefined: never. */
export function calmAfterHours({ binMs, starts, even }: WakeUps, times: number): number | undefined {
  const last = starts.findLastIndex((count) => count > times * even);
  return last === starts.length - 1 ? undefined : ((last + 1) * binMs) / 3_600_000;
}

/** The busiest and the quietest stretch within these hours, as multiples of the even share. */
export function extremesWithin({ binMs, starts, even }: WakeUps, fromHour: number, toHour: number) {
  const bins = starts.slice((fromHour * 3_600_000) / binMs, (toHour * 3_600_000) / binMs);
  return { most: Math.max(...bins) / even, least: Math.min(...bins) / even };
}

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
