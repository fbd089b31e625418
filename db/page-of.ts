import { encodeCursor } from './cursor.ts';

/** One page of a list, and the cursor of the next one; null: this is the last. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null };

/** A page of at most `limit` items out of rows that were asked for with one more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly (string | null)[],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null;
  return { items: shown.map(itemOf), next };
}
