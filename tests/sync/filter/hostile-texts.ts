import fc from 'fast-check';
import type { Notation } from '../../../sync/filter/syntax-tree.ts';

const PIECES: Readonly<Record<Notation, readonly string[]>> = {
  odata: [
    ...[
      'department',
      'mail',
      'otherMails',
      '/any(p:',
      '/all(x:',
      '/$count',
      'p',
      'startswith(',
      'tolower(',
      'contains(',
    ],
    ...[
      ' eq ',
      ' ne ',
      ' gt ',
      ' in (',
      ' and ',
      ' or ',
      'not ',
      '(',
      ')',
      ',',
      "'",
      "''",
      "'x'",
      'null',
      'true',
      '5',
      '-1.5',
    ],
    ...[
      '2024-05-01',
      '184efa21-98c3-4e5d-95ab-d07053a96e67',
      'employeeOrgData/costCenter',
      '$filter=',
      '%27',
      '\u0000',
      '\ud800',
    ],
  ],
  expression: [
    ...[
      '$.department',
      '$.mail',
      '$.otherMails',
      '$',
      '.',
      '?.',
      '.length',
      '.trim()',
      '.indexOf(',
      '.includes(',
      '.match(',
    ],
    ...[
      '.some(x => ',
      'x',
      ' == ',
      ' != ',
      ' === ',
      ' > ',
      ' && ',
      ' || ',
      '!',
      '(',
      ')',
      '[',
      ']',
      '[0]',
      ',',
      "'",
      '"',
      "'x'",
    ],
    ...[
      'null',
      'undefined',
      'true',
      '5',
      '-1',
      '/a+/',
      '/(a+)+$/i',
      '/(/',
      '/[/',
      '\\',
      '`',
      '.constructor',
      '.__proto__',
      '\u2028',
    ],
  ],
};

/** Texts that parsers and engines have choked on, long as far as a filter may be and beyond. */
const HOSTILE: readonly string[] = [
  ...[
    "'",
    "''",
    '"',
    '(',
    ')',
    '[',
    '!',
    'not ',
    '$.',
    '.trim()',
    '/',
    '\\',
    '-',
    ' ',
    '\u0000',
    '😀',
    "a eq 'b' and ",
    '$.a == 1 || ',
    '(&(a=b)',
    'user.a -eq ',
    '{{a',
    'in (',
    '(!( ',
  ].flatMap((piece) =>
    [50, 3_990, 100_000].map((length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)),
  ),
  ...[
    '(a+)+$',
    '(a|a)*b',
    '(.*)*x',
    '((a{50}){50}){50}',
    '(x+x+)+y',
    '[^]*'.repeat(80),
    '\\p{L}{900}',
    '(?:a?){900}a{900}',
    '('.repeat(900),
  ].flatMap((source) => [
    `/${source}/.test($.department)`,
    `$.department.match('${source.replaceAll('\\', '\\\\')}') != null`,
  ]),
  ...[
    'constructor.constructor("process.exit()")()',
    '__proto__.polluted == 1',
    '$.mail.constructor("x")',
    "eval('1')",
    'import("fs")',
    'this',
    'globalThis',
  ],
];

/** Filters that are understood, to be broken at a random place. */
const WHOLE: Readonly<Record<Notation, readonly string[]>> = {
  odata: [
    "not (department eq 'Sales') and otherMails/any(m:endswith(m,'@x.example'))",
    "length(department) gt 5 or tolower(mail) in ('a', null)",
    'createdDateTime ge 2024-05-01 and assignedLicenses/$count ne 0',
  ],
  expression: [
    "!($.department == 'Sales') && $.otherMails.some(m => m.endsWith('@x.example'))",
    '/^(a+)+$/.test($.department) || $.mail.match(/(x|xx)*y/i) != null',
    "($.mail || '').trim().length > 5 && ['A', null].includes($.company)",
  ],
};

/** Random texts, texts made of the notation’s own pieces, and the hostile ones, whole or with something behind. */
export function hostileText(notation: Notation): fc.Arbitrary<string> {
  const pieces = fc.array(fc.constantFrom(...PIECES[notation]), { maxLength: 24 }).map((parts) => parts.join(''));
  const broken = fc
    .tuple(fc.constantFrom(...WHOLE[notation]), fc.nat(80), fc.nat(3), fc.constantFrom('', ' ', ...PIECES[notation]))
    .map(([text, at, cut, piece]) => text.slice(0, at) + piece + text.slice(at + cut));
  return fc.oneof(
    { arbitrary: broken, weight: 3 },
    { arbitrary: pieces, weight: 6 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 2 },
    { arbitrary: fc.tuple(fc.constantFrom(...HOSTILE), pieces).map((parts) => parts.join('')), weight: 1 },
  );
}

/** The person whom such filters are tried on: values that make a backtracking engine take for ever. */
export const VICTIM: Readonly<Record<string, unknown>> = {
  department: `${'a'.repeat(2_000)}!`,
  mail: 'x'.repeat(300),
  otherMails: Array.from({ length: 250 }, (_, index) => `x${index}@x.example`),
  employeeOrgData: { costCenter: null },
};
