import { textForm } from './coerce.ts';
import type { Apply, PartValue } from './field-expr.ts';
import type { FieldFunction, Parameter } from './field-function.ts';
import { complain } from '../filter/refusal.ts';
import { Replace } from './replace.ts';

const MICROSOFT =
  'https://learn.microsoft.com/en-us/entra/identity/app-provisioning/functions-for-customizing-application-data';
const CLOUD_SYNC = 'https://learn.microsoft.com/en-us/entra/identity/hybrid/cloud-sync/reference-expressions';
const CONNECT =
  'https://learn.microsoft.com/en-us/entra/identity/hybrid/connect/reference-connect-sync-functions-reference';

const source: Parameter = { name: 'source', type: 'text' };

/** Of a text; of null, null. */
const ofText =
  (work: (text: string, ...rest: PartValue[]) => PartValue): Apply =>
  ([text, ...rest]) =>
    typeof text === 'string' ? work(text, ...rest) : null;

/** Characters as people count them: half of an emoji is no character. */
const characters = (text: PartValue | undefined): readonly string[] =>
  typeof text === 'string' ? Array.from(text) : [];
const whole = (value: PartValue | undefined, otherwise: number): number =>
  typeof value === 'number' ? Math.trunc(value) : otherwise;

/** Marks are taken off Latin letters alone: in other scripts they are no accents, but part of what is said. */
const MARKED = /(\p{Script=Latin})[\u0300-\u036f]+/gu;
const LETTERS: Readonly<Record<string, string>> = {
  ...{ æ: 'ae', Æ: 'AE', ø: 'oe', Ø: 'OE', œ: 'oe', Œ: 'OE', ß: 'ss', ł: 'l', Ł: 'L', ı: 'i' },
};

const normalize = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(MARKED, '$1')
    .normalize('NFC')
    .replaceAll(/[æÆøØœŒßłŁı]/g, (letter) => LETTERS[letter] ?? letter);

const BETWEEN_WORDS = /[\p{Z}\p{Cc}\p{Cf}\p{Pc}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{Sm}\p{Sc}\p{Sk}\p{So}]/u;

function properCase(text: string, separators: PartValue | undefined): string {
  const between = typeof separators === 'string' ? new Set(separators) : undefined;
  let first = true;
  const written = characters(text).map((character) => {
    const now = first ? character.toUpperCase() : character.toLowerCase();
    first = between === undefined ? BETWEEN_WORDS.test(character) : between.has(character);
    return now;
  });
  return written.join('');
}

function word(text: string, number: PartValue | undefined, delimiters: PartValue | undefined): string {
  const between = new Set(characters(delimiters));
  const words = [''];
  for (const character of text) {
    if (!between.has(character)) words.push(`${words.pop() ?? ''}${character}`);
    else if (words.at(-1) !== '') words.push('');
  }
  return words.filter((each) => each !== '')[whole(number, 0) - 1] ?? '';
}

/** The case of a culture (https://www.rfc-editor.org/rfc/rfc4646); without one, or of one that is none, of no language. */
function inCase(text: string, culture: PartValue | undefined, which: 'lower' | 'upper'): string {
  const language =
    typeof culture === 'string' && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(culture) ? culture : undefined;
  if (language === undefined) return which === 'lower' ? text.toLowerCase() : text.toUpperCase();
  return which === 'lower' ? text.toLocaleLowerCase(language) : text.toLocaleUpperCase(language);
}

function base64(text: string): string {
  const bytes = Array.from({ length: text.length * 2 }, (_, at) => {
    const unit = text.charCodeAt(at >> 1);
    return String.fromCharCode(at % 2 === 0 ? unit & 0xff : unit >> 8);
  });
  return btoa(bytes.join(''));
}

const hex = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');

const number: Parameter = { name: 'numChars', type: 'number' };
const culture: Parameter = { name: 'culture', type: 'text', optional: true };

export const TEXT_FUNCTIONS: Readonly<Record<string, FieldFunction>> = {
  Append: {
    parameters: [source, { name: 'suffix', type: 'text' }],
    gives: 'text',
    says: 'The text with another one after it; nothing where the source is empty.',
    source: `${MICROSOFT}#append`,
    examples: [
      {
        expression: 'Append([userPrincipalName], ".test")',
        given: { userPrincipalName: 'John.Doe@contoso.com' },
        result: 'John.Doe@contoso.com.test',
      },
      {
        expression: 'Append(Mid([givenName], 1, 3), Mid([surname], 1, 5))',
        given: { givenName: 'John', surname: 'Doe' },
        result: 'JohDoe',
      },
    ],
    apply: ofText((text, suffix) => text + (textForm(suffix ?? null) ?? '')),
  },
  ConvertToBase64: {
    parameters: [source],
    gives: 'text',
    says: 'The text in UTF-16, as Base64.',
    source: `${MICROSOFT}#converttobase64`,
    examples: [{ expression: 'ConvertToBase64("Hello world!")', result: 'SABlAGwAbABvACAAdwBvAHIAbABkACEA' }],
    apply: ofText(base64),
  },
  ConvertToUTF8Hex: {
    parameters: [source],
    gives: 'text',
    says: 'The text in UTF-8, two hexadecimal digits a byte.',
    source: `${MICROSOFT}#converttoutf8hex`,
    examples: [{ expression: 'ConvertToUTF8Hex("Hello world!")', result: '48656C6C6F20776F726C6421' }],
    apply: ofText(hex),
  },
  CStr: {
    parameters: [{ name: 'value', type: 'any' }],
    gives: 'text',
    says: 'The value as a text.',
    source: `${MICROSOFT}#cstr`,
    examples: [
      {
        expression: 'CStr([onPremisesDistinguishedName])',
        given: { onPremisesDistinguishedName: 'cn=Joe,dc=contoso,dc=com' },
        result: 'cn=Joe,dc=contoso,dc=com',
      },
    ],
    apply: ([value]) => textForm(value ?? null),
  },
  InStr: {
    parameters: [
      { name: 'value1', type: 'text' },
      { name: 'value2', type: 'text' },
      { name: 'start', type: 'number', optional: true },
      { name: 'compareType', type: 'text', optional: true, literal: true },
    ],
    gives: 'number',
    says: 'Where the second text stands in the first, from 1; 0 where it does not. Case counts, unless compareType is vbTextCompare.',
    source: `${MICROSOFT}#instr`,
    examples: [
      { expression: 'InStr("The quick brown fox","quick")', result: '5' },
      { expression: 'InStr("repEated","e",3,vbBinaryCompare)', result: '7' },
    ],
    prepare: ([, , , compare]) =>
      compare === null || compare === 'vbTextCompare' || compare === 'vbBinaryCompare'
        ? { kind: 'ready' }
        : { kind: 'refused', at: 3, complaint: complain('types', 'Write vbTextCompare or vbBinaryCompare.') },
    apply: ([text, part, start, compare]) => {
      if (typeof text !== 'string' || typeof part !== 'string') return 0;
      const same = (each: string) => (compare === 'vbTextCompare' ? each.toLowerCase() : each);
      return same(text).indexOf(same(part), Math.max(0, whole(start, 1) - 1)) + 1;
    },
  },
  Left: {
    parameters: [{ name: 'string', type: 'text' }, number],
    gives: 'text',
    says: 'So many characters from the left; all of them where the number is negative or greater than there are.',
    source: `${MICROSOFT}#left`,
    examples: [
      { expression: 'Left("John Doe", 3)', result: 'Joh' },
      { expression: 'Left("John Doe", -1)', result: 'John Doe' },
      { expression: 'Left("John Doe", 0)', result: null },
      { expression: 'Left("John", 10)', result: 'John' },
    ],
    apply: ([text, count]) => {
      const all = characters(text);
      return whole(count, 0) < 0 ? all.join('') : all.slice(0, whole(count, 0)).join('');
    },
  },
  Len: {
    parameters: [{ name: 'string', type: 'text' }],
    gives: 'number',
    says: 'How many characters; 0 of nothing.',
    source: `${CONNECT}#len`,
    examples: [{ expression: 'Len("John Doe")', result: '8' }],
    apply: ([text]) => characters(text).length,
  },
  Mid: {
    parameters: [source, { name: 'start', type: 'number' }, { name: 'length', type: 'number' }],
    gives: 'text',
    says: 'A part of the text: from which character on, the first being 1, and how many.',
    source: `${MICROSOFT}#mid`,
    examples: [
      { expression: 'Mid([givenName], 1, 2)', given: { givenName: 'John' }, result: 'Jo' },
      { expression: 'Mid([surname], 3, 10)', given: { surname: 'Smith' }, result: 'ith' },
    ],
    apply: ofText((text, start, length) => {
      const from = Math.max(0, whole(start ?? null, 1) - 1);
      return characters(text)
        .slice(from, from + Math.max(0, whole(length ?? null, 0)))
        .join('');
    }),
  },
  NormalizeDiacritics: {
    parameters: [source],
    gives: 'text',
    says: 'Latin letters without their accents: ä is a, æ is ae, ø is oe, ß is ss, ł is l. Other scripts stay as they are.',
    source: `${MICROSOFT}#normalizediacritics`,
    examples: [{ expression: 'NormalizeDiacritics([givenName])', given: { givenName: 'Zoë' }, result: 'Zoe' }],
    apply: ofText(normalize),
  },
  PCase: {
    parameters: [source, { name: 'wordSeparators', type: 'text', optional: true }],
    gives: 'text',
    says: 'Each word with a capital and the rest small. Without separators words end at blanks, punctuation and symbols; with them, only there.',
    source: `${MICROSOFT}#pcase`,
    examples: [
      {
        expression: 'PCase([givenName])',
        given: { givenName: 'PABLO GONSALVES (SECOND)' },
        result: 'Pablo Gonsalves (Second)',
      },
      { expression: `PCase([surname]," '-")`, given: { surname: "PINTO-DE'SILVA" }, result: "Pinto-De'Silva" },
      {
        expression: 'PCase(Join(" ",[givenName],[surname]))',
        given: { givenName: 'GREGORY', surname: 'JAMES' },
        result: 'Gregory James',
      },
    ],
    apply: ofText(properCase),
  },
  Replace,
  Right: {
    parameters: [{ name: 'string', type: 'text' }, number],
    gives: 'text',
    says: 'So many characters from the right; all of them where the number is greater than there are.',
    source: `${CONNECT}#right`,
    examples: [{ expression: 'Right("John Doe", 3)', result: 'Doe' }],
    apply: ([text, count]) => {
      const all = characters(text);
      return all.slice(Math.max(0, all.length - Math.max(0, whole(count, 0)))).join('');
    },
  },
  StripSpaces: {
    parameters: [source],
    gives: 'text',
    says: 'The text without any spaces.',
    source: `${MICROSOFT}#stripspaces`,
    examples: [{ expression: 'StripSpaces([givenName])', given: { givenName: 'Mary Ann' }, result: 'MaryAnn' }],
    apply: ofText((text) => text.replaceAll(' ', '')),
  },
  ToLower: {
    parameters: [source, culture],
    gives: 'text',
    says: 'In small letters, by the rules of a culture such as tr-TR where one is given.',
    source: `${MICROSOFT}#tolower`,
    examples: [
      {
        expression:
          'ToLower(Join("@", NormalizeDiacritics(StripSpaces(Join(".",  [givenName], [surname]))), "contoso.com"))',
        given: { givenName: 'John', surname: 'Smith' },
        result: 'john.smith@contoso.com',
      },
    ],
    apply: ofText((text, language) => inCase(text, language, 'lower')),
  },
  ToUpper: {
    parameters: [source, culture],
    gives: 'text',
    says: 'In capitals, by the rules of a culture where one is given.',
    source: `${MICROSOFT}#toupper`,
    examples: [{ expression: 'ToUpper([surname])', given: { surname: 'Smith' }, result: 'SMITH' }],
    apply: ofText((text, language) => inCase(text, language, 'upper')),
  },
  Trim: {
    parameters: [source],
    gives: 'text',
    says: 'The text without blanks at its ends.',
    source: `${CLOUD_SYNC}#trim`,
    examples: [{ expression: 'Trim(" Test ")', result: 'Test' }],
    apply: ofText((text) => text.trim()),
  },
  Word: {
    parameters: [
      { name: 'string', type: 'text' },
      { name: 'wordNumber', type: 'number' },
      { name: 'delimiters', type: 'text' },
    ],
    gives: 'text',
    says: 'One of the words, the first being 1; each character of the delimiters ends a word.',
    source: `${MICROSOFT}#word`,
    examples: [
      { expression: 'Word("The quick brown fox",3," ")', result: 'brown' },
      { expression: 'Word("This,string!has&many separators",3,",!&#")', result: 'has' },
      { expression: 'Word("The quick brown fox",0," ")', result: null },
      { expression: 'Word("The quick brown fox",5," ")', result: null },
    ],
    apply: ([text, count, delimiters]) => (typeof text === 'string' ? word(text, count, delimiters) : ''),
  },
};
