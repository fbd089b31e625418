/** What the simulation is of. Whatever is assumed, and not measured, stands here. */
export type Scenario = {
  /** Directories by size. */
  readonly directories: readonly { readonly count: number; readonly people: number }[];
  /** Hours between two runs of a tenant: uniform in between. */
  readonly interval: { readonly minHours: number; readonly maxHours: number };
  /** Part of the people who change within a day, in a property that somebody selected. */
  readonly changedADay: number;
  /** How long one request to Graph takes. */
  readonly graphMs: number;
  /** Part of a processor that a worker may use on average. */
  readonly usedOfAProcessor: number;
  /** Days for which Temporal keeps the history of a run. */
  readonly retentionDays: number;
};

export const SCENARIO: Scenario = {
  directories: [
    { count: 1, people: 1_100_000 },
    { count: 99, people: 100_000 },
    { count: 900, people: 20_000 },
    { count: 3_000, people: 5_000 },
    { count: 6_000, people: 1_000 },
  ],
  interval: { minHours: 2, maxHours: 4 },
  changedADay: 0.005,
  graphMs: 250,
  usedOfAProcessor: 0.5,
  retentionDays: 7,
};
