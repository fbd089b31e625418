/** The text as a sentence begins: its first letter is a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The text as it stands after a colon: its first letter is none. */
export const withoutCapital = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
