import type { Context } from 'hono';
import type * as z from 'zod';
import { ProblemError } from '../problem-error.ts';

/** A form's values, as its schema has them. Throws ProblemError for what no form of ours sends. */
export const readForm = async <Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> =>
  understood(schema, await c.req.parseBody());

/** A form whose names can come several times: each is a list, in the order of the page, with line ends as Unix has them. */
export async function readLists<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const body = await c.req.parseBody({ all: true });
  const lists = Object.entries(body).map(([name, value]) => [
    name,
    [value].flat().flatMap((each) => (typeof each === 'string' ? [each.replaceAll('\r\n', '\n')] : [])),
  ]);
  return understood(schema, Object.fromEntries(lists));
}

function understood<Schema extends z.ZodType>(schema: Schema, said: unknown): z.output<Schema> {
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  throw new ProblemError('malformed', 'This form is not understood.', {
    remedy: 'Go back, load the page anew, and try once more.',
  });
}
