/** A line of a text with a mark below the place that is meant. */
export type Caret = { readonly line: string; readonly mark: string };

/** As much of a line as stands on a telephone. */
const AROUND = 16;

/**
 * Points at a place of a text: the line that it stands in, cut around it, and as many carets below as the place is long,
 * at least one. Signs that are wider or narrower than others, such as tabs, become blanks, so that the caret fits.
 */
export function caretAt(text: string, position: number, length = 1): Caret {
  const at = Math.min(Math.max(0, position), text.length);
  const begin = text.lastIndexOf('\n', at - 1) + 1;
  const found = text.indexOf('\n', at);
  const end = found === -1 ? text.length : found;
  const from = Math.max(begin, at - AROUND);
  const to = Math.min(end, at + Math.max(length, 1) + AROUND);
  const [left, right] = [from > begin ? '…' : '', to < end ? '…' : ''];
  const line = left + text.slice(from, to).replaceAll(/[\t\p{Cc}]/gu, ' ') + right;
  const carets = Math.max(1, Math.min(length, end - at));
  return { line, mark: ' '.repeat(left.length + at - from) + '^'.repeat(Math.min(carets, 2 * AROUND)) };
}
