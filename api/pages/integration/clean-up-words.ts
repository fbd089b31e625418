import { numberText } from '../words/relative-time.ts';

type CleanUp = { readonly retentionDays: number; readonly maxRemovalsPercent: number; readonly maxRemovals: number };

/** What Clean Up does while it is on, with its numbers. */
export function cleanUpWords({ retentionDays, maxRemovalsPercent, maxRemovals }: CleanUp): string {
  const kept =
    retentionDays === 0
      ? 'Removed people cannot be restored: their data is erased at once.'
      : `Removed people can be restored for ${numberText(retentionDays)} ${retentionDays === 1 ? 'day' : 'days'}.`;
  return `People who are gone from Entra, or no longer match, are removed. ${kept} If more than ${maxRemovalsPercent} % or ${numberText(maxRemovals)} would go within a day, nothing is removed until you approve.`;
}

/** What happens while it is off. */
export const CLEAN_UP_OFF = 'While it is off, people who are gone or no longer match are marked as missing, and stay.';
