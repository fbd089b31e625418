import { z } from 'zod';

/** https://learn.microsoft.com/en-us/graph/errors; `innererror` in lower case occurs as well. */
const GraphErrorBody = z.object({ error: z.record(z.string(), z.unknown()) });

/** Deeper than any error seen; a bound, since the text is somebody else's. */
const DEEPEST = 10;

/**
 * The codes of a Graph error, the innermost and so the most precise first, in lower case. Undefined where it was not
 * Graph that spoke: a proxy's page, an empty body, or one cut short. Messages are for no program, and not read.
 */
export function readGraphError(body: unknown): readonly string[] | undefined {
  const parsed = GraphErrorBody.safeParse(body);
  if (!parsed.success) return undefined;
  const codes: string[] = [];
  let at: unknown = parsed.data.error;
  for (let depth = 0; depth < DEEPEST && isObject(at); depth += 1) {
    if (typeof at['code'] === 'string' && at['code'] !== '') codes.unshift(at['code'].toLowerCase());
    at = at['innerError'] ?? at['innererror'];
  }
  return codes;
}

/** Whether Graph itself says that no object has this id: a proxy's 404 says nothing. */
export const saysNotThere = (status: number, body: unknown): boolean =>
  status === 404 && readGraphError(body)?.includes('request_resourcenotfound') === true;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
