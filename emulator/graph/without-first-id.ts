import type { MetFaults } from '../faults/faults.ts';

/** The items of a page; where a fault wants it so, the first of them without an id. */
export function withoutFirstId<Value>(
  items: readonly Readonly<Record<string, Value>>[],
  faults: MetFaults,
): readonly Readonly<Record<string, Value>>[] {
  if (faults.get('withoutId') === undefined) return items;
  return items.map((item, index) =>
    index === 0 ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'id')) : item,
  );
}
