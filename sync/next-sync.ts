/** When a tenant is synced without being asked, in milliseconds. */
export type SyncSchedule = {
  readonly intervalMinMs: number;
  readonly intervalMaxMs: number;
  /** The first wait after a failed run; it doubles with each further failure. */
  readonly retryMinMs: number;
};

/**
 * How long to wait after the end of a run, in milliseconds: a random time within the interval, so that many tenants
 * do not wake together. After failures: a doubling back-off, never longer than the interval would be.
 *
 * @param random uniform in [0, 1)
 */
export function waitUntilNextSync(schedule: SyncSchedule, failures: number, random: () => number): number {
  const interval = schedule.intervalMinMs + random() * (schedule.intervalMaxMs - schedule.intervalMinMs);
  if (failures === 0) return interval;
  return Math.min(interval, schedule.retryMinMs * 2 ** Math.min(failures - 1, 30));
}
