import { describe, expect, test } from 'vitest';
import { FUNCTIONS, NOT_OFFERED } from '../../../sync/field-expression/functions.ts';
import { parseFieldExpression } from '../../../sync/field-expression/parse-field-expression.ts';
import { workedOut } from './worked-out.ts';

/** https://learn.microsoft.com/en-us/entra/identity/app-provisioning/functions-for-customizing-application-data */
const DOCUMENTED =
  'Append AppRoleAssignmentsComplex BitAnd CBool CDate Coalesce ConvertToBase64 ConvertToUTF8Hex Count CStr DateAdd DateDiff DateFromNum FormatDateTime Guid IgnoreFlowIfNullOrEmpty IIF InStr IsNull IsNullOrEmpty IsPresent IsString Item Join Left Mid NormalizeDiacritics Not Now NumFromDate PCase RandomString Redact RemoveDuplicates Replace SelectUniqueValue SingleAppRoleAssignment Split StripSpaces Switch ToLower ToUpper Word'.split(
    ' ',
  );

test('every function of Microsoft’s page is offered, or refused with its reason', () => {
  expect(DOCUMENTED.filter((name) => !FUNCTIONS.has(name) && !(name in NOT_OFFERED))).toEqual([]);
  for (const [name, reason] of Object.entries(NOT_OFFERED)) {
    expect(parseFieldExpression(`${name}()`)).toMatchObject({
      refusal: { reason: 'notOffered', position: 0, length: name.length, message: expect.stringContaining(reason) },
    });
  }
});

const examples = [...FUNCTIONS].flatMap(([name, { source, examples }]) =>
  examples.map(({ expression, given = {}, result }) => ({ name, source, expression, given, result })),
);

describe('as documented:', () => {
  test.each(examples)('$expression ($source)', ({ expression, given, result }) => {
    expect(workedOut(expression, given)).toBe(result);
  });

  test('each function has an example that uses it', () => {
    for (const [name, { examples }] of FUNCTIONS)
      expect(examples.some(({ expression }) => expression.includes(name))).toBe(true);
  });

  test('the characters of Microsoft’s table lose their marks, and those of other scripts keep theirs', () => {
    const table = [
      ['äàâãåáąăāā́ǟǡa̱å̄', 'a'],
      ['ÄÀÂÃÅÁĄĂĀǞǠA̱', 'A'],
      ['æǣ', 'ae'],
      ['ÆǢ', 'AE'],
      ['çčćc̄c̱', 'c'],
      ['ďd̄ḏ', 'd'],
      ['ëèéêęěėēḗḕê̄e̱', 'e'],
      ['ğḡg̱', 'g'],
      ['ïîìíıīi̱', 'i'],
      ['İÏI̱', 'I'],
      ['ľłl̄ḹḻ', 'l'],
      ['ŁĽL̄', 'L'],
      ['ñńňn̄ṉ', 'n'],
      ['öòőõôóōṓṑȫǭȭȱo̱', 'o'],
      ['øø̄œ̄', 'oe'],
      ['ØØ̄Œ̄', 'OE'],
      ['řr̄ṟṝ', 'r'],
      ['ß', 'ss'],
      ['šśșşs̄s̱', 's'],
      ['ťțt̄ṯ', 't'],
      ['üùûúůűūǖṻṳ̄u̱', 'u'],
      ['ÿýȳy̱', 'y'],
      ['źžżz̄ẕ', 'z'],
    ] as const;
    for (const [marked, plain] of table) {
      for (const { segment } of new Intl.Segmenter().segment(marked)) {
        expect([segment, workedOut(`NormalizeDiacritics("${segment}")`)]).toEqual([segment, plain]);
      }
    }
    for (const name of ['Дмитрий', 'हिन्दी', '한글', 'が'])
      expect(workedOut(`NormalizeDiacritics("${name}")`)).toBe(name);
  });
});

describe('also', () => {
  // prettier-ignore
  test.each<[string, string, Readonly<Record<string, unknown>>, string | null]>([
    // guarantee                                              expression                                                  given                          value
    ['a constant is a source',                                '"Contoso"',                                                {},                            'Contoso'],
    ['so is a number',                                        '1000',                                                     {},                            '1000'],
    ['and a property alone, by its name in LDAP',             '[sn]',                                                     { surname: 'Byron' },          'Byron'],
    ['an entry of a list',                                    'Append([businessPhones[0]], " x1")',                       { businessPhones: ['12'] },    '12 x1'],
    ['a value within an object',                              'ToLower([employeeOrgData/costCenter])',                    { employeeOrgData: { costCenter: 'A1' } }, 'a1'],
    ['the address that the e-mail rule chose',                'Item(Split([email], "@"), 2)',                             {},                            'contoso.com'],
    ['function names in any case',                            'switch([state], "-", "CA", "West")',                       { state: 'CA' },               'West'],
    ['a default that is left out is nothing',                 'Switch([state], , "CA", "West")',                          { state: 'NY' },               null],
    ['true and false compare in any case',                    'Switch([accountEnabled], "?", "True", "on", "False", "off")', { accountEnabled: false },  'off'],
    ['case counts in comparisons',                            'IIF([city] = "oslo", "a", "b")',                           { city: 'Oslo' },              'b'],
    ['nothing is the empty text',                             'IIF([city] = "", "a", "b")',                               {},                            'a'],
    ['numbers compare by size',                               'IIF(Len([city]) > 10, "a", "b")',                          { city: 'Oslo' },              'b'],
    ['dates compare by time',                                 'IIF(CDate([employeeHireDate]) < CDate("2020-01-01"), "old", "new")', { employeeHireDate: '2019-12-31T23:00:00Z' }, 'old'],
    ['a list gives its items joined',                         'Coalesce([otherMails], "none")',                           { otherMails: ['a', 'b'] },    'a; b'],
    ['an empty list is nothing',                              'Coalesce([otherMails], "none")',                           { otherMails: [] },            'none'],
    ['a backslash alone is meant',                            'Replace([mobile], , "\\D+", , "", , )',                    { mobilePhone: '+1 (2)' },     '12'],
    ['a quotation mark is escaped',                           '"the \\"A\\" team"',                                       {},                            'the "A" team'],
    ['$1, $$ and ${0} in a replacement',                      'Replace([city], , "(O)(s)", , "$2$1$$${0}$9", , )',        { city: 'Oslo' },              'sO$Os$9lo'],
    ['a group that finds nothing changes nothing',            'Replace([city], , "(?<a>x)?o", "a", "y", , )',             { city: 'Oslo' },              'Oslo'],
    ['functions of nothing are nothing',                      'Append([city], "x")',                                      {},                            null],
    ['Word skips delimiters in a row',                        'Word("a,,b", 2, ",")',                                     {},                            'b'],
    ['Split keeps places',                                    'Item(Split("a,,c", ","), 3)',                              {},                            'c'],
    ['characters are not cut in half',                        'Left("😀😀", 1)',                                          {},                            '😀'],
    ['the Turkish i has a case of its own',                   'ToUpper("istanbul", "tr-TR")',                             {},                            'İSTANBUL'],
    ['months end on their last day',                          'FormatDateTime(CStr(DateAdd("m", 1, CDate("2024-01-31"))), , "M/d/yyyy h:mm:ss tt", "dddd, d MMMM yyyy")', {}, 'Thursday, 29 February 2024'],
    ['12-hour clocks',                                        'FormatDateTime("1/2/2024 12:05 AM", , "M/d/yyyy h:mm tt", "HH:mm:ss.fff K")', {},         '00:05:00.000 Z'],
    ['texts within formats',                                  'FormatDateTime("2024-03-01", , "yyyy-MM-dd", "\'day\' %d \\\\d MMM yy")', {},             'day 1 d Mar 24'],
    ['what does not fit a format is nothing',                 'FormatDateTime([city], , "yyyy-MM-dd", "yyyy")',           { city: '2024-02-30' },        null],
    ['a NUL is in no value',                                  'Append([city], "!")',                                      { city: 'Os\u0000lo' },        'Oslo!'],
  ])('%s: %s', (_guarantee, expression, given, value) => {
    expect(workedOut(expression, given)).toBe(value);
  });
});
