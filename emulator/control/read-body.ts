import type { Context } from 'hono';
import { z } from 'zod';
import { notUnderstood, Problem } from './problem.ts';

/** The JSON body of a request, parsed; no body is an empty object. Throws Problem. */
export async function readBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Problem(400, 'notUnderstood', 'The body is no JSON.');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw notUnderstood('The body', parsed.error);
  return parsed.data;
}

/** The query of a request, parsed. Throws Problem. */
export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  const parsed = schema.safeParse(c.req.query());
  if (!parsed.success) throw notUnderstood('The query', parsed.error);
  return parsed.data;
}

/** `limit` of a list, up to `most`. */
export const limitSchema = (usual: number, most: number) => z.coerce.number().int().min(1).max(most).default(usual);
