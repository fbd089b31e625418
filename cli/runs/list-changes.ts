import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { formatTable } from '../format-table.ts';
import { noteMore } from '../note-more.ts';
import { plainText } from '../plain-text.ts';
import { readItems } from '../read-items.ts';
import { RunChange } from '../responses.schema.ts';
import { findRun, runPath } from './find-run.ts';

export const ACTIONS = ['create', 'update', 'remove', 'missing', 'restore', 'skip'] as const;

export type ChangesOptions = { readonly action?: (typeof ACTIONS)[number]; readonly limit: number };

/** What a run did to each person, or would do, and why. */
export async function listChanges({ api, output }: Context, text: string, options: ChangesOptions): Promise<Ending> {
  const { action, limit } = options;
  const reference = await findRun(api, text);
  const list = await readItems(api, `${runPath(reference)}/changes`, RunChange, { action }, limit);
  output.result(list, () => changeTable(list.items));
  noteMore(output, list);
  return 'ok';
}

/** A line a person. */
export function changeTable(changes: readonly RunChange[]): string {
  if (changes.length === 0) return 'No changes.';
  const rows = changes.map((change) => [
    change.applied || change.action === 'skip' ? change.action : `${change.action} (planned)`,
    plainText(change.reason),
    change.entraObjectId,
    differences(change),
  ]);
  return formatTable([{ title: 'ACTION' }, { title: 'REASON' }, { title: 'ENTRA OBJECT ID' }, { title: 'WHAT' }], rows);
}

/** Of an update, each field from what to what; of all others, who it is. */
function differences({ action, before, after }: RunChange): string {
  if (action !== 'update') return nameOf(after ?? before ?? {});
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...keys]
    .map((key) => plainText(`${key}: ${before?.[key] ?? '(none)'} → ${after?.[key] ?? '(none)'}`))
    .join('; ');
}

function nameOf(values: NonNullable<RunChange['after']>): string {
  const { displayName, firstName, lastName, email } = values;
  const name = displayName ?? [firstName, lastName].filter(Boolean).join(' ');
  return plainText([name, email ? `<${email}>` : ''].filter(Boolean).join(' '));
}
