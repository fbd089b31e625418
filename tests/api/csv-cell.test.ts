import { expect, test } from 'vitest';
import { csvCell } from '../../api/export/csv-cell.ts';

// prettier-ignore
test.each([
  ['text stays as it is',                      'Ada Lovelace',                 'Ada Lovelace'],
  ['=',                                        '=1+1',                         `'=1+1`],
  ['= with a comma',                           '=HYPERLINK("x","y")',          `"'=HYPERLINK(""x"",""y"")"`],
  ['+ that is no number',                      '+cmd|/C calc!A0',              `'+cmd|/C calc!A0`],
  ['+ and a sum',                              '+1+1',                         `'+1+1`],
  ['+ and a call',                             '+1-SUM(A1)',                   `'+1-SUM(A1)`],
  ['+ and a product',                          '+1*2',                         `'+1*2`],
  ['-',                                        '-2+3',                         `'-2+3`],
  ['a lone minus',                             '-',                            `'-`],
  ['@',                                        '@SUM(1)',                      `'@SUM(1)`],
  ['a tab',                                    '\t=1',                         `"'\t=1"`],
  ['a carriage return',                        '\r=1',                         `"'\r=1"`],
  ['a line feed',                              '\n=1',                         `"'\n=1"`],
  ['the wide equals sign',                     '＝1+1',                        `'＝1+1`],
  ['a telephone number',                       '+44 20 7946 0000',             '+44 20 7946 0000'],
  ['a number without blanks',                  '+442079460000',                '+442079460000'],
  ['a number with all that stands in numbers', '+1 (555) 010-0100/7.8',        '+1 (555) 010-0100/7.8'],
  ['a number with an extension',               '+1 555 0100 ext. 12',          '+1 555 0100 ext. 12'],
  ['a number with a short extension',          '+1 555 0100x12',               '+1 555 0100x12'],
  ['a plus alone',                             '+',                            `'+`],
  ['a formula further on',                     'a=1',                          'a=1'],
  ['quotes',                                   'Ada "the" Countess',           '"Ada ""the"" Countess"'],
  ['the separator of other countries',         'a;=1',                         '"a;=1"'],
  ['blanks at an end',                         ' a ',                          '" a "'],
  ['nothing',                                  '',                             ''],
])('%s', (_what, value, cell) => {
  expect(csvCell(value)).toBe(cell);
});
