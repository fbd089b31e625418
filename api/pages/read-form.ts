import type { Context } from 'hono';
import type * as z from 'zod';
import { ProblemError } from '../problem-error.ts';

/** A form's values, as its schema has them. Throws ProblemError for what no form of ours sends. */
export async function readForm<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await c.req.parseBody());
  if (parsed.success) return parsed.data;
  throw new ProblemError('malformed', 'This form is not understood.', {
    remedy: 'Go back, load the page anew, and try once more.',
  });
}
