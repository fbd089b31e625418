import type { z } from 'zod';

/** A token of a link: opaque to whoever follows it. */
export function writeToken(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** What a token was made of, or null for one that is none of ours. */
export function readToken<S extends z.ZodType>(text: string, schema: S): z.output<S> | null {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data ?? null;
  } catch {
    return null;
  }
}
