import { readDate } from './read-date.ts';
import { complain } from './refusal.ts';
import { matchAt, type ReadToken } from './token.ts';

const QUOTED = /'(?:[^']|'')*'/y;
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy;
const WORD = /\$?[A-Za-z_]\w*/y;
/** Numbers and dates begin with a digit, and are told apart by their form. */
const DIGITS = /-?\d[\w.:+-]*/y;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const SIGN = /[(),:/]/y;

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Signs that other notations use, and what OData writes instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  '=': "Write eq, as in department eq 'Sales'.",
  '!': 'Write ne for “is not”, and not for “does not hold”.',
  '&': 'Write and.',
  '|': 'Write or.',
  '<': 'Write lt or le.',
  '>': 'Write gt or ge.',
  '"': "Texts stand in single quotes, as in department eq 'Sales'.",
  '‘': 'Use straight quotes.',
  '’': 'Use straight quotes.',
  '“': 'Texts stand in straight single quotes.',
  '”': 'Texts stand in straight single quotes.',
  '%': 'Paste the filter as it reads, without the % codes of an address.',
  $: 'Write the name of the property alone; $. belongs to expressions.',
  '[': 'Entries of a list are asked for with any or all.',
};

/** The token of OData that begins at a place of the text (https://learn.microsoft.com/en-us/graph/filter-query-parameter). */
export function readODataToken(text: string, at: number): ReadToken {
  const quoted = matchAt(QUOTED, text, at);
  if (quoted !== undefined) return literal(quoted.length, quoted.slice(1, -1).replaceAll("''", "'"));
  if (text[at] === "'")
    return unreadable(text.length - at, 'This text has no closing quote. A quote within it is doubled.');
  const guid = matchAt(GUID, text, at);
  if (guid !== undefined) return literal(guid.length, guid);
  const word = matchAt(WORD, text, at);
  if (word !== undefined) return ofWord(word);
  const digits = matchAt(DIGITS, text, at);
  if (digits !== undefined) return ofDigits(digits);
  const sign = matchAt(SIGN, text, at);
  if (sign !== undefined) return { length: 1, token: { kind: 'sign', text: sign } };
  const odd = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return unreadable(odd.length, `“${odd}” has no meaning here. ${INSTEAD[odd] ?? ''}`.trimEnd());
}

function ofWord(word: string): ReadToken {
  const constant = CONSTANTS.get(word.toLowerCase());
  return constant === undefined
    ? { length: word.length, token: { kind: 'word', text: word } }
    : literal(word.length, constant);
}

function ofDigits(digits: string): ReadToken {
  if (NUMBER.test(digits)) return literal(digits.length, Number(digits));
  const date = readDate(digits);
  if (date !== undefined) return literal(digits.length, date);
  return unreadable(
    digits.length,
    'This is neither a number nor a date such as 2026-11-26 or 2026-11-26T08:00:00Z. Texts stand in single quotes.',
  );
}

const literal = (length: number, value: string | number | boolean | Date | null): ReadToken => ({
  length,
  token: { kind: 'literal', value },
});

const unreadable = (length: number, message: string): ReadToken => ({
  length,
  token: { kind: 'unreadable', complaint: complain('syntax', message) },
});
