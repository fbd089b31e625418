import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { formatTable } from '../format-table.ts';
import { noteMore } from '../note-more.ts';
import { plainText } from '../plain-text.ts';
import { readItems } from '../read-items.ts';
import { PreviewDuplicate } from '../responses.schema.ts';
import { findRun, runPath } from './find-run.ts';

/** Who would become a duplicate by a preview, and who would hold the address. */
export async function listDuplicates(
  { api, output }: Context,
  text: string,
  { limit }: { readonly limit: number },
): Promise<Ending> {
  const reference = await findRun(api, text);
  const list = await readItems(api, `${runPath(reference)}/duplicates`, PreviewDuplicate, {}, limit);
  output.result(list, () => duplicateTable(list.items));
  noteMore(output, list);
  return 'ok';
}

/** A line a person. */
export function duplicateTable(people: readonly PreviewDuplicate[]): string {
  if (people.length === 0) return 'No duplicates.';
  const rows = people.map(({ entraObjectId, name, email, heldBy }) => [
    ...[plainText(name), plainText(email), plainText(heldBy.name), entraObjectId],
  ]);
  return formatTable(
    [{ title: 'NAME' }, { title: 'E-MAIL' }, { title: 'HELD BY' }, { title: 'ENTRA OBJECT ID' }],
    rows,
  );
}
