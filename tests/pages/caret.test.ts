import { expect, test } from 'vitest';
import { caretAt } from '../../api/pages/forms/caret.ts';

// prettier-ignore
test.each([
  ['at the begin of a text',               "departmint eq 'x'",                    0,  10, "departmint eq 'x'",                        '^^^^^^^^^^'],
  ['within a text',                        "city eq 'x' orr y",                   12,   3, "city eq 'x' orr y",                        '            ^^^'],
  ['at the end, where something is missing', 'city eq',                            7,   1, 'city eq',                                  '       ^'],
  ['in the line that is meant',            'city eq 1\nand\tstate ee 2',          20,   2, 'and state ee 2',                           '          ^^'],
  ['in a long line, cut around it',        `${'a'.repeat(40)}!${'b'.repeat(40)}`, 40,   1, `…${'a'.repeat(16)}!${'b'.repeat(16)}…`,    `${' '.repeat(17)}^`],
  ['of no length, once',                   'city',                                 2,   0, 'city',                                     '  ^'],
  ['beyond the text, at its end',          'city',                               400, 100, 'city',                                     '    ^'],
  ['not beyond its line',                  'ab\ncd',                               0,   6, 'ab',                                       '^^'],
])('a caret points %s', (_where, text, position, length, line, mark) => {
  expect(caretAt(text, position, length)).toEqual({ line, mark });
});
