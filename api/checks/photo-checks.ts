import { FAILURES, isFailureCode } from '../../sync/failure.ts';

type Check = { readonly name: 'photos'; readonly ok: boolean; readonly detail: string; readonly remedy?: string };

/**
 * Says of photos that a tenant wants whether they could be read the last time; nothing where it wants none. They are no
 * part of the sync, and so of no weight for whether it works.
 */
export function photoChecks(wanted: boolean, error: string | null): readonly Check[] {
  if (!wanted) return [];
  if (error === null) return [{ name: 'photos', ok: true, detail: 'Photos are read apart from the sync, day by day.' }];
  const { message, remedy } = FAILURES[isFailureCode(error) ? error : 'unknown'];
  return [{ name: 'photos', ok: false, detail: `Photos could not be read the last time: ${message}`, remedy }];
}
