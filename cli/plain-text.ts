/** Controls, line separators and marks that turn the direction of writing: none belongs in a line of a terminal. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Text from elsewhere, fit for one line of a terminal: names and job titles can hold anything, escape sequences too. */
export const plainText = (text: string): string => text.replace(UNPRINTABLE, ' ').trim();
