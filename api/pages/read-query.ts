import type { Context } from 'hono';
import type * as z from 'zod';

/** An address's query, as its schema has it; what is not understood is taken for not said: links grow old. */
export function readQuery<Schema extends z.ZodObject>(c: Context, schema: Schema): z.output<Schema> {
  const said = c.req.query();
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  return schema.parse(Object.fromEntries(Object.entries(said).filter(([name]) => !wrong.has(name))));
}
