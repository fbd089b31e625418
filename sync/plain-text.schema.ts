import * as z from 'zod';

/**
 * Text that people write and read on one line, at most that many characters. Control characters are refused: PostgreSQL
 * stores no NUL, and the others do harm where the text is shown. So is half a surrogate pair, which no UTF-8 can hold.
 */
export const plainText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed(), {
      error: 'Write it without control characters and broken Unicode.',
    });

/**
 * Text of several lines, at most that many characters, as people write filters and expressions. A NUL is refused, which
 * PostgreSQL stores nowhere, and half a surrogate pair.
 */
export const writtenText = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((text) => !text.includes('\u0000') && text.isWellFormed(), {
      error: 'Write it without NUL characters and broken Unicode.',
    });
