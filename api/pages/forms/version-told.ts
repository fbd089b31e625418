import { madeFrom } from './form-parts.schema.ts';
import { ofForm } from './read-form.ts';

/**
 * The version that whoever was told of it wants to save in place of: what a button of ours says behind its colon. Throws
 * ProblemError for what none says.
 */
export const versionTold = (about: string): number => ofForm(madeFrom, [about]);
