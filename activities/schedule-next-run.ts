import { closeAbandonedRun, scheduleNext } from '../db/schedule-next.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { waitUntilNextSync } from '../sync/next-sync.ts';
import type { ActivityDeps } from './activity-deps.ts';

export type ScheduleRequest = {
  readonly tenantId: TenantId;
  /** The run that has ended. */
  readonly runId: RunId;
  /** Failed runs in a row. */
  readonly failures: number;
  /** How the last run's workflow ended. */
  readonly outcome: string;
};

/**
 * Says when the tenant is synced next, in milliseconds since 1970, and closes a run whose workflow ended without
 * closing it (it was terminated, or cancelled before it began).
 *
 * Safe to run twice: a second time only draws another moment.
 */
export async function scheduleNextRun(
  { db, now, random, schedule }: Pick<ActivityDeps, 'db' | 'now' | 'random' | 'schedule'>,
  { tenantId, runId, failures, outcome }: ScheduleRequest,
): Promise<{ readonly nextSyncAt: number }> {
  const nextSyncAt = Math.round(now().getTime() + waitUntilNextSync(schedule, failures, random));
  await db.inTransaction(tenantId, async (tx) => {
    await closeAbandonedRun(tenantId, tx, runId, outcome, now());
    await scheduleNext(tenantId, tx, new Date(nextSyncAt));
  });
  return { nextSyncAt };
}
