import { hash } from 'node:crypto';
import type { z } from 'zod';

/** A cursor that this list did not give: cut off, changed, or of another list. */
export class BadCursorError extends Error {
  override readonly name = 'BadCursorError';

  constructor() {
    super('This cursor is not one that this list gave. Start again without a cursor.');
  }
}

/** Characters of a checksum that tells damage. No secret: a cursor lets nobody read what row-level security hides. */
const CHECKSUM_LENGTH = 8;

/**
 * The place of a list where its next page begins, as text that is opaque to consumers: the sort values of the last row
 * shown, and whatever else names the list.
 */
export function encodeCursor(place: readonly (string | null)[]): string {
  const text = JSON.stringify(place);
  return checksumOf(text) + Buffer.from(text).toString('base64url');
}

/** What `encodeCursor` was given, as far as it fits this list. Throws BadCursorError. */
export function decodeCursor<Place>(cursor: string, schema: z.ZodType<Place>): Place {
  const text = Buffer.from(cursor.slice(CHECKSUM_LENGTH), 'base64url').toString();
  if (checksumOf(text) !== cursor.slice(0, CHECKSUM_LENGTH)) throw new BadCursorError();
  const parsed = schema.safeParse(parseOrUndefined(text));
  if (!parsed.success) throw new BadCursorError();
  return parsed.data;
}

/** As decodeCursor, where the place begins with the name of its list. Throws BadCursorError for a cursor of another list. */
export function decodeCursorOf<Place extends readonly [string, ...unknown[]]>(
  list: string,
  cursor: string,
  schema: z.ZodType<Place>,
): Place {
  const place = decodeCursor(cursor, schema);
  if (place[0] !== list) throw new BadCursorError();
  return place;
}

const checksumOf = (text: string): string => hash('sha256', text, 'base64url').slice(0, CHECKSUM_LENGTH);

/** A text with a right checksum that is no JSON is none that we wrote. */
function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
