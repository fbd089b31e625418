import { humanNumber } from './human-time.ts';
import type { Output } from './output.ts';

/** Says that a list was cut, so that nobody takes the part for the whole. */
export function noteMore(
  output: Output,
  { items, next }: { readonly items: readonly unknown[]; readonly next: string | null },
): void {
  if (next !== null) output.note(`These are the first ${humanNumber(items.length)}; --limit shows more.`);
}
