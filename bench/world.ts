import type { System } from './system.ts';

/** What a row measures in. Nothing is started before a row asks for it. */
export type World = {
  /** Scaled down sizes, for everyday use. */
  readonly quick: boolean;
  readonly sizes: Sizes;
  /** PostgreSQL, Temporal and the emulator, shared by all rows; each row takes tenants of its own. */
  readonly system: () => Promise<System>;
  /** What several rows need is measured once, whichever of them comes first; where it failed it has failed for all. */
  readonly once: <T>(what: string, measure: () => Promise<T>) => Promise<T>;
  /** Tells the terminal how far a row is. */
  readonly say: (line: string) => void;
  /** Aborted when the row's time is over. */
  readonly signal: AbortSignal;
};

/** People, rows, tenants and repetitions. */
export type Sizes = {
  /** A directory of usual size for first and repeated full runs. */
  readonly directory: number;
  readonly small: number;
  readonly large: number;
  /** A tenant of whom Sync Now is asked. */
  readonly tenant: number;
  readonly sleepers: number;
  /** Tenants whose runs are counted by the second. */
  readonly crowd: number;
  /** How often a short thing is measured. */
  readonly times: number;
};

export const WHOLE: Sizes = {
  directory: 100_000,
  small: 10_000,
  large: 1_000_000,
  tenant: 1_000,
  sleepers: 10_000,
  crowd: 1_000,
  times: 20,
};

export const QUICK: Sizes = {
  directory: 10_000,
  small: 2_000,
  large: 20_000,
  tenant: 1_000,
  sleepers: 200,
  crowd: 30,
  times: 5,
};
