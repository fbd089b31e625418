import * as z from 'zod';
import { ProblemError } from './problem-error.ts';

/** The header as it is described; whether it is right is told by `versionWanted`, with other answers than 400. */
export const IfMatchHeader = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'Required: the ETag of what was read, such as `"3"`.', examples: ['"3"'] }),
});

export const etagOf = (version: number): string => `"${version}"`;

/**
 * The version that the save is meant to replace (https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1). Throws
 * ProblemError when the header is missing, or is no version of ours; then nobody's save can have been seen.
 */
export function versionWanted(ifMatch: string | undefined, inBody: number | undefined): number {
  const remedy = 'GET what is saved, change it, and send its ETag as If-Match.';
  if (ifMatch === undefined) {
    throw new ProblemError('ifMatchMissing', 'Saving needs to know which version it replaces.', { remedy });
  }
  const version = /^\s*"([1-9]\d{0,8})"\s*$/.exec(ifMatch)?.[1];
  if (version === undefined) {
    throw new ProblemError('stale', 'If-Match names no version, so nothing was saved.', { remedy });
  }
  if (inBody !== undefined && inBody !== Number(version)) {
    const message = `If-Match says ${version} and the body says ${inBody}.`;
    throw new ProblemError('malformed', message, { errors: [{ path: 'version', message }] });
  }
  return Number(version);
}

export const stale = (version: number): ProblemError =>
  new ProblemError('stale', `The newest version is ${version}: somebody saved in the meantime. Nothing was saved.`, {
    remedy: 'GET it, look at what changed, and save again.',
    version,
  });
