import type { Complaint } from './refusal.ts';
import type { Span } from './syntax-tree.ts';

/** A word, sign or literal of a filter. `end` stands after the last one, and for all that is not read after a refusal. */
export type Token = Span &
  (
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'sign'; readonly text: string }
    | { readonly kind: 'literal'; readonly value: string | number | boolean | Date | null }
    | { readonly kind: 'pattern'; readonly source: string; readonly flags: string }
    | { readonly kind: 'unreadable'; readonly complaint: Complaint }
    | { readonly kind: 'end' }
  );

/** A token without its place, and how many units of the text it took. */
export type ReadToken = { readonly length: number; readonly token: TokenContent };
export type TokenContent = Token extends infer Each ? (Each extends Token ? Omit<Each, keyof Span> : never) : never;

/**
 * Cuts a text into tokens, in one pass. `read` gives the token that begins at a place; the first unreadable one is the
 * last.
 */
export function tokenize(text: string, read: (text: string, at: number) => ReadToken): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const { length, token } = read(text, at);
    tokens.push({ ...token, position: at, length });
    if (token.kind === 'unreadable') break;
    at = skipBlanks(text, at + length);
  }
  tokens.push({ kind: 'end', position: text.length, length: 0 });
  return tokens;
}

const BLANKS = /\s*/y;

function skipBlanks(text: string, at: number): number {
  BLANKS.lastIndex = at;
  return at + (BLANKS.exec(text)?.[0].length ?? 0);
}

/** What a pattern of ours finds exactly at a place. Only patterns that are linear in the text are given. */
export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
