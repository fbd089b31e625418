import type { World } from './world.ts';

/** One line of the benchmark's table: what is measured, against what, and what it must be. */
export type Row = {
  /** Stable: `--only` takes it, results.json holds it. Lower case words, as `first sync, latency 0`. */
  readonly name: string;
  /** What the value is of, for people. */
  readonly what: string;
  /** What it is measured against in the same run; empty where only the value counts. */
  readonly against: string;
  readonly unit: Unit;
  readonly limit: Limit;
  /** Measured only when `--peers` asks for it. */
  readonly peers?: true;
  /** The row is given up, as failed, after this long (of a whole run; `--quick` gives a third). */
  readonly minutes: number;
  /** Throws with a sentence where it cannot be measured: then this row has failed and the next one is measured. */
  readonly measure: (world: World) => Promise<Measured>;
};

export type Unit = 'ms' | 's' | 'MiB' | 'runs/s' | 'people/s' | 'actions' | 'events' | 'rows';

/** Bounds the ratio, or the value where nothing is compared. */
export type Limit =
  | { readonly of: 'ratio' | 'value'; readonly atMost: number }
  | { readonly of: 'ratio' | 'value'; readonly atLeast: number }
  /** For information. */
  | { readonly of: 'nothing' };

export type Measured = {
  /** In the row's unit. */
  readonly value: number;
  /** What it was compared with, in the same unit; the ratio is value / reference. Absent where nothing is compared. */
  readonly reference?: number;
  /** How it was measured: sizes, repetitions, minimum or median. Shown beside the row. */
  readonly how: string;
};
