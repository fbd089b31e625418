/** Controls, line separators and marks that turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** A name, fit for one line of a terminal: the sample company has names that would rewrite it. */
export const plainText = (text: string): string => text.replace(UNPRINTABLE, ' ').trim();

const MOST = 60;

/** The same, cut where it is too long for a table. */
export function shortText(text: string): string {
  const plain = plainText(text);
  return plain.length > MOST ? `${plain.slice(0, MOST - 1)}…` : plain;
}
