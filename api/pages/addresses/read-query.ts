import type { Context } from 'hono';
import * as z from 'zod';

/**
 * Words that are searched for. Control characters are taken for blanks: PostgreSQL takes no NUL, and nobody means one.
 */
export const searchText = (most: number) =>
  z
    .string()
    .max(most)
    .default('')
    .transform((text) => text.replaceAll(/\p{Cc}/gu, ' ').trim());

/** `next` of the page before. */
export const cursorText = z.string().min(1).max(2000).optional();

/** An address's query, as its schema has it; what is not understood is taken for not said: links grow old. */
export function readQuery<Schema extends z.ZodObject>(c: Context, schema: Schema): z.output<Schema> {
  const said = c.req.query();
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  return schema.parse(Object.fromEntries(Object.entries(said).filter(([name]) => !wrong.has(name))));
}
