import type { RunPhase } from './run.ts';

/** Where a run stood when it could not go on from there. */
export type LostPlace = {
  /** `refused`: Graph no longer knows the place. `endless`: there is no end of pages. */
  readonly why: 'refused' | 'endless';
  readonly phase: RunPhase;
  /** The place was where the last run had ended. */
  readonly atWatermark: boolean;
  /** The link before it is known, and was not gone back to yet. */
  readonly canGoBack: boolean;
  /** How often this run has begun again. */
  readonly restarts: number;
};

/**
 * `oneLinkBack`: the link of a request that was repeated may not work, the one before it does
 * (https://learn.microsoft.com/en-us/graph/paging). `start`: of what is being read. `everybody`: changes cannot be read
 * any more, so everybody is, in the same run.
 */
export type WayOn = 'oneLinkBack' | 'start' | 'everybody' | 'giveUp';

/** What is read is begun again, this often a run. */
export const MOST_RESTARTS = 5;

/** How a run goes on after it has lost its place. */
export function afterPlaceLost({ why, phase, atWatermark, canGoBack, restarts }: LostPlace): WayOn {
  if (why === 'endless') return phase === 'changes' ? 'everybody' : 'giveUp';
  if (phase === 'changes' && atWatermark) return 'everybody';
  if (phase === 'listing' && canGoBack) return 'oneLinkBack';
  return restarts < MOST_RESTARTS ? 'start' : 'giveUp';
}
