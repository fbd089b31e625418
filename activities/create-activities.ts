import type { ActivityDeps } from './activity-deps.ts';
import { cleanUp } from './clean-up.ts';
import { closeRun } from './close-run.ts';
import { completePreview } from './complete-preview.ts';
import { eraseRemoved } from './erase-removed.ts';
import { eraseTenant } from './erase-tenant.ts';
import { toApplicationFailure } from './failures.ts';
import { findVanished } from './find-vanished.ts';
import { openRun } from './open-run.ts';
import { proveGone } from './prove-gone.ts';
import { scheduleNextRun } from './schedule-next-run.ts';
import { settle } from './settle.ts';
import { syncPages } from './sync-pages.ts';

export type Activities = ReturnType<typeof createActivities>;

/** All activities with what they touch bound to them. An error of any kind leaves as a failure of ours. */
export function createActivities(deps: ActivityDeps) {
  const bound =
    <Input, Result>(activity: (deps: ActivityDeps, input: Input) => Promise<Result>) =>
    async (input: Input): Promise<Result> => {
      try {
        return await activity(deps, input);
      } catch (err) {
        throw toApplicationFailure(err);
      }
    };
  return {
    openRun: bound(openRun),
    syncPages: bound(syncPages),
    findVanished: bound(findVanished),
    proveGone: bound(proveGone),
    cleanUp: bound(cleanUp),
    completePreview: bound(completePreview),
    settle: bound(settle),
    eraseRemoved: bound(eraseRemoved),
    closeRun: bound(closeRun),
    scheduleNextRun: bound(scheduleNextRun),
    eraseTenant: bound(eraseTenant),
  };
}
