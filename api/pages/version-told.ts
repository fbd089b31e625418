import { ProblemError } from '../problem-error.ts';
import { madeFrom } from './form-parts.schema.ts';

/**
 * The version that whoever was told of it wants to save in place of: what a button of ours says behind its colon. Throws
 * ProblemError for what none says.
 */
export function versionTold(about: string): number {
  const parsed = madeFrom.safeParse([about]);
  if (parsed.success) return parsed.data;
  throw new ProblemError('malformed', 'This form is not understood.', {
    remedy: 'Go back, load the page anew, and try once more.',
  });
}
