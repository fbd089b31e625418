import type { Context } from 'hono';
import type * as z from 'zod';
import { ProblemError } from '../../problem-error.ts';

/** A form's values, as its schema has them, with line ends as Unix has them. Throws ProblemError for what no form of ours sends. */
export async function readForm<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const body = await c.req.parseBody();
  return ofForm(schema, Object.fromEntries(Object.entries(body).map(([name, value]) => [name, withLineEnds(value)])));
}

/** A form whose names can come several times: each is a list, in the order of the page. */
export async function readLists<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const body = await c.req.parseBody({ all: true });
  const lists = Object.entries(body).map(([name, value]) => [
    name,
    [value].flat().flatMap((each) => (typeof each === 'string' ? [withLineEnds(each)] : [])),
  ]);
  return ofForm(schema, Object.fromEntries(lists));
}

/** What a form, or a button of it, says. Throws ProblemError for what none of ours does. */
export function ofForm<Schema extends z.ZodType>(schema: Schema, said: unknown): z.output<Schema> {
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  throw new ProblemError('malformed', 'This form is not understood.', {
    remedy: 'Go back, load the page anew, and try once more.',
  });
}

/** Browsers send every line break of a text as two characters. */
const withLineEnds = <Value>(value: Value): Value | string =>
  typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value;
