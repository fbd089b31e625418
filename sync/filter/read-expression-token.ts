import { complain } from './refusal.ts';
import { matchAt, type ReadToken } from './token.ts';

const QUOTED = /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"/y;
const PATTERN = /\/(?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[a-z]*/y;
const WORD = /[$A-Za-z_][\w$]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?![\w.])/y;
const SIGN = /===|!==|==|!=|>=|<=|&&|\|\||=>|\?\.|[!<>()[\],.]/y;

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', null],
]);

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** Signs of JavaScript or of other notations that a condition does not use, and what to write instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  '=': 'Write == to compare.',
  '&': 'Write && for “and”.',
  '|': 'Write || for “or”.',
  '?': 'Write conditions with && and ||.',
  '`': 'Texts stand in single or double quotes.',
  '‘': 'Use straight quotes.',
  '’': 'Use straight quotes.',
  '“': 'Use straight quotes.',
  '”': 'Use straight quotes.',
  '+': 'Values cannot be put together or calculated with.',
  '-': 'Values cannot be calculated with.',
  ';': 'A filter is one condition, without a semicolon.',
  '{': 'A filter is one condition, not a function.',
};

/** The token of a condition of JavaScript that begins at a place of the text. Nothing of it is ever run. */
export function readExpressionToken(text: string, at: number): ReadToken {
  const quoted = matchAt(QUOTED, text, at);
  if (quoted !== undefined) return literal(quoted.length, unescaped(quoted.slice(1, -1)));
  const first = text[at];
  if (first === "'" || first === '"') return unreadable(text.length - at, 'This text has no closing quote.');
  const pattern = matchAt(PATTERN, text, at);
  if (pattern !== undefined) {
    const end = pattern.lastIndexOf('/');
    const token = { kind: 'pattern', source: pattern.slice(1, end), flags: pattern.slice(end + 1) } as const;
    return { length: pattern.length, token };
  }
  const word = matchAt(WORD, text, at);
  if (word !== undefined) return ofWord(word);
  const number = matchAt(NUMBER, text, at);
  if (number !== undefined) return literal(number.length, Number(number));
  const sign = matchAt(SIGN, text, at);
  if (sign !== undefined) return { length: sign.length, token: { kind: 'sign', text: sign === '?.' ? '.' : sign } };
  const odd = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (odd === '/') return unreadable(1, 'This regular expression has no closing slash.');
  return unreadable(odd.length, `“${odd}” has no meaning here. ${INSTEAD[odd] ?? ''}`.trimEnd());
}

function ofWord(word: string): ReadToken {
  const constant = CONSTANTS.get(word);
  return constant === undefined
    ? { length: word.length, token: { kind: 'word', text: word } }
    : literal(word.length, constant);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g, (_all, four, two, one: string) => {
    const code: unknown = four ?? two;
    return typeof code === 'string' ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[one] ?? one);
  });
}

const literal = (length: number, value: string | number | boolean | null): ReadToken => ({
  length,
  token: { kind: 'literal', value },
});

const unreadable = (length: number, message: string): ReadToken => ({
  length,
  token: { kind: 'unreadable', complaint: complain('syntax', message) },
});
