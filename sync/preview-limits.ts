import type { RunId } from './ids.ts';

/** A stored preview of one tenant. */
export type StoredPreview = { readonly runId: RunId; readonly startedAt: Date; readonly running: boolean };

const HOUR_MS = 3_600_000;
/** People look at a preview and save, or not: after a day the directory is another one. */
export const PREVIEW_KEPT_MS = 24 * HOUR_MS;
/** Two admins, or one who has thought again. Each reads the whole directory. */
const MOST_AT_ONCE = 2;
/** One that is older waits for Microsoft: it must not keep others from beginning. */
const COUNTS_FOR_MS = HOUR_MS;
/** The reconciler, which comes by once a minute, then finds those that are going due each time: one may have been ended by hand. */
const GOING_LOOKED_AT_MS = 30_000;
/** Of a large directory a preview holds as much as the directory does. */
const MOST_KEPT = 5;

/** Whether another preview may begin beside those that are there. */
export function mayPreview(previews: readonly StoredPreview[], now: Date): boolean {
  const going = previews.filter(({ running, startedAt }) => running && ageOf(startedAt, now) < COUNTS_FOR_MS);
  return going.length < MOST_AT_ONCE;
}

/**
 * Which previews are forgotten now, and when to look again; `undefined`: none is left. Whatever is over a day old goes,
 * and of those that have ended all but the newest few. Those that are going are looked at again soon.
 */
export function previewsToForget(
  previews: readonly StoredPreview[],
  now: Date,
): { readonly forget: readonly RunId[]; readonly lookAgainAt: Date | undefined } {
  const newestFirst = [...previews].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
  const isOver = ({ startedAt, running }: StoredPreview, index: number): boolean =>
    ageOf(startedAt, now) >= PREVIEW_KEPT_MS || (!running && index >= MOST_KEPT);
  const kept = newestFirst.filter((each, index) => !isOver(each, index));
  const times = kept.map(({ startedAt, running }) =>
    Math.min(startedAt.getTime() + PREVIEW_KEPT_MS, running ? now.getTime() + GOING_LOOKED_AT_MS : Infinity),
  );
  return {
    forget: newestFirst.filter(isOver).map(({ runId }) => runId),
    lookAgainAt: times.length === 0 ? undefined : new Date(Math.min(...times)),
  };
}

const ageOf = (startedAt: Date, now: Date): number => now.getTime() - startedAt.getTime();
