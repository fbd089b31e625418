import { describe, expect, test } from 'vitest';
import { parseFieldSource } from '../../../sync/field-source.ts';
import { EXPRESSION_LIMITS } from '../../../sync/field-expression/limits.ts';
import type { RefusalReason } from '../../../sync/filter/refusal.ts';

describe('an expression is refused, at its place, with what helps', () => {
  // prettier-ignore
  test.each<[string, string, RefusalReason, string, string]>([
    // guarantee                                 source                                              reason           at                    message
    ['nothing',                                  '=',                                                'syntax',        '',                   'Here a value is needed'],
    ['a slip in a property',                     '= Join(" ", [givenNam], [sn])',                    'unknownName',   '[givenNam]',         'Did you mean givenName?'],
    ['a slip in a function',                     '= Jion(" ", [sn])',                                'unknownName',   'Jion',               'Did you mean Join?'],
    ['a property that no listing shows',         '= ToLower([skills])',                              'notInAListing', '[skills]',           'never in a listing'],
    ['a property that needs a permission',       '= CStr([signInActivity])',                         'permission',    '[signInActivity]',   'AuditLog.Read.All'],
    ['an object as a whole',                     '= CStr([employeeOrgData])',                        'syntax',        '[employeeOrgData]',  'employeeOrgData/costCenter'],
    ['a function that is random',                '= Append("a", Guid())',                            'notOffered',    'Guid',               'another value in each sync'],
    ['a function of roles',                      '= SingleAppRoleAssignment([id])',                  'notOffered',    'SingleAppRoleAssignment', 'an employee has none'],
    ['too few values',                           '= Append([sn])',                                   'types',         'Append([sn])',       'Write Append(source, suffix); here Append is given 1.'],
    ['too many values',                          '= ToLower([sn], "de-DE", "x")',                    'types',         'ToLower([sn], "de-DE", "x")', 'ToLower(source, [culture])'],
    ['a key without a value',                    '= Switch([sn], "a", "b", "c", "d")',               'types',         '"d"',                'this key has no value'],
    ['a value left out that is needed',          '= Append([sn], )',                                 'types',         'Append([sn], )',     'Append needs suffix'],
    ['a list for a text',                        '= ToLower([otherMails])',                          'types',         '[otherMails]',       'Take one item with Item'],
    ['a text for a number',                      '= Left([sn], "three")',                            'types',         '"three"',            'a number'],
    ['a text for a date',                        '= CDate("soon")',                                  'types',         '"soon"',             'a date'],
    ['a list in a comparison',                   '= IIF([otherMails] = "a", "b", "c")',              'types',         '[otherMails] = "a"', 'cannot be compared'],
    ['a date compared with a text',              '= IIF(CDate([city]) > "soon", "b", "c")',          'types',         'CDate([city]) > "soon"', 'A date cannot be compared with a text'],
    ['an interval that is none',                 '= DateAdd("w", 1, [city])',                        'types',         '"w"',                'yyyy, m, d'],
    ['a standard format of .NET',                '= FormatDateTime([city], , "o", "yyyy")',          'types',         '"o"',                'yyyy-MM-dd'],
    ['a style that is none',                     '= FormatDateTime([city], "Fast", "yy", "yy")',     'types',         '"Fast"',             'no style'],
    ['a format that is worked out',              '= FormatDateTime([city], , [sn], "yyyy")',         'types',         '[sn]',               'is written there'],
    ['item 0',                                   '= Item([otherMails], 0)',                          'types',         '0',                  'The first item is 1'],
    ['a pattern that is not linear',             '= Replace([sn], , "(a)\\\\1", , "", , )',          'pattern',       '"(a)\\\\1"',         'Back references'],
    ['a pattern that is too large',              '= Replace([sn], , "(a{30}){30}", , "", , )',       'pattern',       '"(a{30}){30}"',      'too large'],
    ['a group that the pattern has not',         '= Replace([sn], , "a(?<b>c)", "d", "", , )',       'unknownName',   '"d"',                'no group d'],
    ['Replace without anything to look for',     '= Replace([sn], , , , "x", , )',                   'types',         'Replace([sn], , , , "x", , )', 'what to look for'],
    ['a text without its end',                   '= Append([sn], "x)',                               'syntax',        '"x)',                'no closing quote'],
    ['a property without its end',               '= Append([sn, "x")',                               'syntax',        '[sn, "x")',          'no closing bracket'],
    ['a name without brackets',                  '= Append(sn, "x")',                                'syntax',        'sn',                 'written [sn]'],
    ['quotes of JavaScript',                     "= Append([sn], 'x')",                              'syntax',        "'",                  'double quotes'],
    ['calculation',                              '= [sn] + [givenName]',                             'syntax',        '+',                  'Write Append or Join'],
    ['two values in a row',                      '= [sn] [givenName]',                               'syntax',        '[givenName]',        'should end'],
    ['a function of JavaScript',                 '= constructor("x")',                               'unknownName',   'constructor',        'no function constructor'],
  ])('%s: %s', (_what, source, reason, at, message) => {
    const parsed = parseFieldSource(source);
    if (parsed.kind === 'understood') throw new Error('It was understood.');
    const { refusal } = parsed;
    expect({ reason: refusal.reason, at: source.slice(refusal.position, refusal.position + refusal.length) }).toEqual({ reason, at });
    expect(refusal.message).toContain(message);
  });

  test('what is too long, too deep or too much', () => {
    const { length, depth, functions } = EXPRESSION_LIMITS;
    const reasonOf = (source: string) => {
      const parsed = parseFieldSource(source);
      return parsed.kind === 'refused' ? parsed.refusal.reason : 'understood';
    };
    expect(reasonOf(`= "${'x'.repeat(length)}"`)).toBe('tooLong');
    expect(reasonOf(`= "${'x'.repeat(length - 2)}"`)).toBe('understood');
    expect(reasonOf(`= ${'Trim('.repeat(depth + 1)}[sn]${')'.repeat(depth + 1)}`)).toBe('tooDeep');
    expect(reasonOf(`= ${'Trim('.repeat(depth)}[sn]${')'.repeat(depth)}`)).toBe('understood');
    expect(reasonOf(`= Join("",${Array(functions).fill('Len([sn])').join(',')})`)).toBe('tooManySteps');
  });
});
