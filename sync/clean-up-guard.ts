/** Counts of one tenant at the moment of a clean-up. */
export type CleanUpFacts = {
  /** Employees that would become removed now. */
  readonly toRemove: number;
  /** Employees removed in the last 24 hours, without those that a person approved. */
  readonly removedLast24h: number;
  /** Active and duplicate employees. */
  readonly active: number;
};
export type CleanUpLimits = { readonly maxRemovalsPercent: number; readonly maxRemovals: number };

export type GuardVerdict =
  | { readonly kind: 'apply' }
  | {
      readonly kind: 'hold';
      readonly reason: 'tooLargeAShare' | 'tooMany';
      readonly removals: number;
      readonly limit: number;
    };

/** Below this a share says nothing: ten per cent of eight people would hold on the first leaver. */
const ALWAYS_ALLOWED = 5;

/**
 * Decides whether a clean-up applies by itself or waits for a person.
 *
 * The removals of the last 24 hours count too, so that a directory which drains slowly is held as well. Entra's own
 * accidental-deletion guard counts one provisioning cycle only
 * (https://learn.microsoft.com/en-us/entra/identity/app-provisioning/accidental-deletions).
 */
export function guardCleanUp(facts: CleanUpFacts, limits: CleanUpLimits): GuardVerdict {
  if (facts.toRemove === 0) return { kind: 'apply' };
  const removals = facts.toRemove + facts.removedLast24h;
  const share = largestShare(facts.active, limits);
  if (removals > limits.maxRemovals) return { kind: 'hold', reason: 'tooMany', removals, limit: limits.maxRemovals };
  if (removals > share) return { kind: 'hold', reason: 'tooLargeAShare', removals, limit: Math.floor(share) };
  return { kind: 'apply' };
}

/**
 * Whether a listing that ended without a fault was no good all the same: nobody came, or more of those it left out
 * prove to be still there than a clean-up may take without asking.
 */
export function listingIncomplete(
  facts: { readonly listed: number; readonly stillThere: number; readonly active: number },
  limits: CleanUpLimits,
): boolean {
  if (facts.listed === 0) return true;
  return facts.stillThere > Math.min(limits.maxRemovals, largestShare(facts.active, limits));
}

/** To a millionth of a person: 0.57 % of 10,000 are 57, which binary fractions miss by a hair. */
const largestShare = (active: number, { maxRemovalsPercent }: CleanUpLimits): number =>
  Math.max(ALWAYS_ALLOWED, Number(((active * maxRemovalsPercent) / 100).toFixed(6)));
