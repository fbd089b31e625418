import { complain } from '../filter/refusal.ts';
import { matchAt, type ReadToken } from '../filter/token.ts';

const QUOTED = /"(?:[^"\\]|\\[^])*"/y;
/** A property, with an entry of a list or a value within it: `[businessPhones[0]]`, `[employeeOrgData/costCenter]`. */
const ATTRIBUTE = /\[[^[\]"]*(?:\[\d*\])?[^[\]"]*\]/y;
const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /&H[0-9A-Fa-f]{1,12}(?!\w)|-?\d{1,18}(?:\.\d{1,9})?(?![\w.])/y;
const SIGN = /<>|<=|>=|[<>=(),]/y;

const INSTEAD: Readonly<Record<string, string>> = {
  "'": 'Texts stand in double quotes.',
  '“': 'Use straight quotes.',
  '”': 'Use straight quotes.',
  '‘': 'Texts stand in straight double quotes.',
  '’': 'Texts stand in straight double quotes.',
  '+': 'Write Append or Join to put texts together.',
  '&': 'Write Append or Join to put texts together.',
  '!': 'Write Not(…), or <> for “is not”.',
  ';': 'Divide what a function takes by commas.',
  $: 'A property stands in square brackets, as [jobTitle].',
  ']': 'A property stands in square brackets, as [jobTitle].',
};

/** The token of an expression that begins at a place of the text. A property is a word that keeps its brackets. */
export function readToken(text: string, at: number): ReadToken {
  const quoted = matchAt(QUOTED, text, at);
  if (quoted !== undefined) return literal(quoted.length, unescaped(quoted.slice(1, -1)));
  if (text[at] === '"') return unreadable(text.length - at, 'This text has no closing quote.');
  const attribute = matchAt(ATTRIBUTE, text, at);
  if (attribute !== undefined) return { length: attribute.length, token: { kind: 'word', text: attribute } };
  if (text[at] === '[') return unreadable(text.length - at, 'This property has no closing bracket.');
  const word = matchAt(WORD, text, at);
  if (word !== undefined) return { length: word.length, token: { kind: 'word', text: word } };
  const number = matchAt(NUMBER, text, at);
  if (number !== undefined) return literal(number.length, numberOf(number));
  const sign = matchAt(SIGN, text, at);
  if (sign !== undefined) return { length: sign.length, token: { kind: 'sign', text: sign } };
  const odd = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return unreadable(odd.length, `“${odd}” has no meaning here. ${INSTEAD[odd] ?? ''}`.trimEnd());
}

const numberOf = (text: string): number =>
  text.startsWith('&H') ? Number.parseInt(text.slice(2), 16) : Number.parseFloat(text);

/** Of two escapes the backslash goes, before any other character it is meant: `"\d"` is as good as `"\\d"`. */
const unescaped = (text: string): string => text.replaceAll(/\\(["\\])/g, '$1');

const literal = (length: number, value: string | number): ReadToken => ({ length, token: { kind: 'literal', value } });

const unreadable = (length: number, message: string): ReadToken => ({
  length,
  token: { kind: 'unreadable', complaint: complain('syntax', message) },
});
