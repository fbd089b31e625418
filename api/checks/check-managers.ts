import type { Directory } from '../../entra/directory.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { Rules } from '../../sync/rules.ts';
import { ask, type CheckSteps } from './check-step.ts';
import { failureOfCheck } from './failure-of-check.ts';

type Check = { readonly name: 'managers'; readonly ok: boolean; readonly detail: string; readonly remedy?: string };

/**
 * A line of Check Connectivity about fields of the manager: whether the directory offers the changes from which they are
 * read (docs/adr/0018). None where no field shows a manager. Gives whether a sync can fill such fields.
 */
export async function* checkManagers(
  directory: Directory,
  { usesManager, select }: Pick<Rules, 'usesManager' | 'select'>,
  signal: AbortSignal,
): CheckSteps<boolean> {
  if (!usesManager) return true;
  return (yield* ask('managers', () => tryChanges(directory, select, signal))).ok;
}

async function tryChanges(directory: Directory, select: readonly string[], signal: AbortSignal): Promise<Check> {
  try {
    const watermark = await directory.takeWatermark(select, signal);
    if (watermark === undefined) return failed('changesNotOffered');
    return { name: 'managers', ok: true, detail: 'The directory tells of managers and their changes.' };
  } catch (err) {
    return failed(failureOfCheck(err, signal));
  }
}

function failed(code: keyof typeof FAILURES): Check {
  const { message, remedy } = FAILURES[code];
  return { name: 'managers', ok: false, detail: message, remedy };
}
