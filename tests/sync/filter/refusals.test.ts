import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../sync/filter/limits.ts';
import { parseFilter } from '../../../sync/filter/parse-filter.ts';
import type { Notation } from '../../../sync/filter/syntax-tree.ts';
import { refusalOf } from './judged.ts';

type Row = readonly [filter: string, at: string, position: number, reason: string, says: string, nearest?: string];

function table(notation: Notation, rows: readonly Row[]): void {
  const cases = rows.map(([filter, at, position, reason, says, nearest]) => ({
    filter,
    at,
    position,
    reason,
    says,
    nearest,
  }));
  test.each(cases)('$filter is refused at “$at” ($reason)', ({ filter, at, position, reason, says, nearest }) => {
    const refusal = refusalOf(notation, filter);
    expect(refusal).toMatchObject({ reason, position, message: expect.stringContaining(says) });
    expect(filter.slice(position, position + refusal.length)).toBe(at);
    expect(refusal.nearest).toBe(nearest);
  });
}

const EXTENSION = `extension_${'0'.repeat(32)}_x`;

// prettier-ignore
describe('in OData', () => table('odata', [
  ["departmnt eq 'x'",                          'departmnt',             0, 'unknownName',   'Did you mean department?', 'department'],
  ["city eq 'x' and jobtitel eq 'y'",           'jobtitel',             16, 'unknownName',   'Did you mean jobTitle?', 'jobTitle'],
  ["employeeOrgData/costCentre eq 'x'",         'employeeOrgData/costCentre', 0, 'unknownName', 'costCenter', 'costCenter'],
  ["employeeOrgData eq 'x'",                    'employeeOrgData',       0, 'types',         'employeeOrgData/costCenter'],
  ["department/name eq 'x'",                    'department/name',       0, 'unknownName',   'holds no values'],
  [`${EXTENSION.toUpperCase()} eq 'x'`,         EXTENSION.toUpperCase(), 0, 'unknownName',   'no property'],
  ["skills eq 'x'",                             'skills',                0, 'notInAListing', 'one person only'],
  ["signInActivity/lastSignInDateTime ge 2026-01-01", 'signInActivity/lastSignInDateTime', 0, 'permission', 'AuditLog.Read.All'],
  ["memberOf/any(g:g eq 'x')",                  'memberOf',              0, 'notOffered',    'another object'],
  ["constructor eq 'x'",                        'constructor',           0, 'unknownName',   'no property constructor'],
  ["__proto__ eq 'x'",                          '__proto__',             0, 'unknownName',   'no property'],
  ["employeeOrgData/toString eq 'x'",           'employeeOrgData/toString', 0, 'unknownName', 'no toString'],
  ["department = 'x'",                          '=',                    11, 'syntax',        'Write eq'],
  ["department == 'x'",                         '=',                    11, 'syntax',        'Write eq'],
  ['department eq "x"',                         '"',                    14, 'syntax',        'single quotes'],
  ['department eq ‘x’',                         '‘',                    14, 'syntax',        'straight quotes'],
  ["department eq 'x",                          "'x",                   14, 'syntax',        'no closing quote'],
  ["department eq 'x' && city eq 'y'",          '&',                    18, 'syntax',        'Write and.'],
  ["department equals 'x'",                     'equals',               11, 'syntax',        'operator'],
  ["department eqq 'x'",                        'eqq',                  11, 'syntax',        'Did you mean eq?', 'eq'],
  ["$filter=department eq 'x'",                 '$filter',               0, 'syntax',        'without $filter='],
  ["department eq 'x' or",                      '',                     20, 'syntax',        'needed'],
  ["(department eq 'x'",                        '',                     18, 'syntax',        'closes the parenthesis'],
  ["department eq 'x')",                        ')',                    17, 'syntax',        'closes nothing'],
  ['department in ()',                          ')',                    15, 'syntax',        'A list holds'],
  ['department in (city)',                      'city',                 15, 'syntax',        'A list holds'],
  ["strtswith(department,'x')",                 'strtswith',             0, 'unknownName',   'startswith', 'startswith'],
  ["startswith(department)",                    ')',                    21, 'syntax',        'two values'],
  ['year(createdDateTime) eq 2026',             'year',                  0, 'unknownName',   'no function year'],
  ["department eq 'x' and",                     '',                     21, 'syntax',        'needed'],
  ['department',                                'department',            0, 'types',         'no condition'],
  ["city eq 'x' or 'y'",                        "'y'",                  15, 'types',         'stands alone'],
  ['department gt 5',                           'department gt 5',       0, 'types',         'A text cannot be more or less than a number'],
  ["accountEnabled ge true",                    'accountEnabled ge true', 0, 'types',        'none is more'],
  ["createdDateTime ge '2026-01-01'",           "createdDateTime ge '2026-01-01'", 0, 'types', 'without quotes'],
  ['createdDateTime ge 2026-13-01',             '2026-13-01',           19, 'syntax',        'neither a number nor a date'],
  ["otherMails eq 'x'",                         'otherMails',            0, 'types',         'is a list'],
  ["startswith(otherMails,'x')",                "startswith(otherMails,'x')", 0, 'types',    'needs a text; this is a list'],
  ["startswith(accountEnabled,'x')",            "startswith(accountEnabled,'x')", 0, 'types', 'this is true or false'],
  ['startswith(department,5)',                  '5',                    22, 'types',         'looks for a text'],
  ["contains(otherMails,'x')",                  "contains(otherMails,'x')", 0, 'types',      'any'],
  ["department/any(d:d eq 'x')",                'department',            0, 'types',         'is not a list'],
  ["otherMails/any(m:businessPhones/any(p:p eq m))", 'any',             32, 'notOffered',    'within another'],
  ["assignedLicenses/any(s:s/sku eq 'x')",      'sku',                  25, 'unknownName',   'skuId', 'skuId'],
  ["assignedLicenses/any(s:s eq 'x')",          's',                    23, 'types',         'is a list'],
  ['',                                          '',                      0, 'syntax',        'needed'],
  ["department%20eq%20'x'",                     '%',                    10, 'syntax',        'without the % codes'],
]));

// prettier-ignore
describe('in an expression', () => table('expression', [
  ["$.departmnt == 'x'",                        '$.departmnt',           0, 'unknownName',   'department', 'department'],
  ["$.mail.lenght > 0",                         'lenght',                7, 'unknownName',   'length', 'length'],
  ["$.mail.indexof('x') > 0",                   'indexof',               7, 'unknownName',   'indexOf', 'indexOf'],
  ["$.mail = 'x'",                              '=',                     7, 'syntax',        'Write =='],
  ["$.mail eq 'x'",                             'eq',                    7, 'syntax',        'Did you mean ==?', '=='],
  ["$.mail == 'x' and $.sn == 'y'",             'and',                  14, 'syntax',        'Did you mean &&?', '&&'],
  ["$.mail == 'x' | $.sn == 'y'",               '|',                    14, 'syntax',        'Write ||'],
  ["$.company == 'A' || 'B'",                   "'B'",                  20, 'types',         'whole comparison'],
  ["$.mail == $.sn == true",                    '==',                   15, 'syntax',        'two things at a time'],
  ["$.mail + 'x' == 'y'",                       '+',                     7, 'syntax',        'put together'],
  ["$.mail ? true : false",                     '?',                     7, 'syntax',        '&& and ||'],
  ["`x` == $.mail",                             '`',                     0, 'syntax',        'single or double quotes'],
  ["$.mail == 'x",                              "'x",                   10, 'syntax',        'no closing quote'],
  ["alert('x')",                                'alert',                 0, 'notOffered',    'cannot be called'],
  ["process.exit(1)",                           'process',               0, 'unknownName',   'no property process'],
  ["$.constructor.constructor('x')()",          '$.constructor',         0, 'unknownName',   'no property constructor'],
  ["$.mail.constructor == null",                'constructor',           7, 'unknownName',   'no method constructor'],
  ["$.mail.__proto__ == null",                  '__proto__',             7, 'unknownName',   'no method __proto__'],
  ["$['__proto__'] == null",                    "$['__proto__'",         0, 'unknownName',   'no property'],
  ["$.mail.replace('a','b') == 'x'",            'replace',               7, 'unknownName',   'no method replace'],
  ["$.otherMails",                              '$.otherMails',          0, 'types',         '.length > 0'],
  ["$.otherMails.startsWith('x')",              "$.otherMails.startsWith('x')", 0, 'types',  'needs a text; this is a list'],
  ["$.mail.length > '1'",                       "$.mail.length > '1'",   0, 'types',         'A number cannot be more or less than a text'],
  ["$.mail > 1",                                '$.mail > 1',            0, 'types',         'A text cannot'],
  ["$.createdDateTime > 'soon'",                "$.createdDateTime > 'soon'", 0, 'types',    'with quotes in an expression'],
  ["$.mail[0] == 'a'",                          '[0]',                   6, 'types',         'one entry of a list'],
  ["$.mail.match($.sn)",                        '$',                    13, 'types',         'written out'],
  ["$.mail.match(/(a/)",                        '/(a/',                 13, 'pattern',       'missing closing )'],
  ["$.mail.match(/a(?=b)/)",                    '/a(?=b)/',             13, 'pattern',       'looking ahead'],
  ["$.mail.match(/(a)\\1/)",                    '/(a)\\1/',             13, 'pattern',       'Back references'],
  ["$.mail.match(/a/y)",                        '/a/y',                 13, 'pattern',       'flag y'],
  ["$.mail.match(/((a{30}){30}){30}/)",         '/((a{30}){30}){30}/',  13, 'pattern',       'too large'],
  ["/a/ == $.mail",                             '/a/',                   0, 'types',         'match or test'],
  ["/a == $.mail",                              '/',                     0, 'syntax',        'closing slash'],
  ["'a'.test($.mail)",                          'test',                  4, 'types',         'asked of a regular expression'],
  ["$.mail.some(x => x == 'a')",                'some',                  7, 'types',         'entries of a list'],
  ["$.otherMails.some(m => $.imAddresses.some(i => i == m))", 'some',   37, 'notOffered',    'within another'],
  ["$",                                         '',                      1, 'syntax',        'after $ comes a name'],
  ["function(){}",                              'function',              0, 'notOffered',    'no program'],
]));

describe('a filter is refused that is', () => {
  const nested = (levels: number) => `${'('.repeat(levels)}city eq 'x'${')'.repeat(levels)}`;

  test('longer than filters may be, at the first character too much', () => {
    const fits = `city eq '${'x'.repeat(LIMITS.length - 10)}'`;
    expect(parseFilter('odata', fits).kind).toBe('understood');
    const refusal = refusalOf('odata', `${fits} `);
    expect(refusal).toMatchObject({ reason: 'tooLong', position: LIMITS.length, length: 1 });
  });

  test('nested deeper than filters may be, at the parenthesis too much', () => {
    expect(parseFilter('odata', nested(LIMITS.depth)).kind).toBe('understood');
    expect(refusalOf('odata', nested(LIMITS.depth + 1))).toMatchObject({ reason: 'tooDeep', position: LIMITS.depth });
  });

  test('a chain of negations or methods without end', () => {
    expect(refusalOf('odata', 'not '.repeat(900))).toMatchObject({ reason: 'tooDeep' });
    expect(refusalOf('expression', '!'.repeat(3_000))).toMatchObject({ reason: 'tooDeep' });
    expect(refusalOf('expression', `$.mail${'.trim()'.repeat(500)} == 'x'`)).toMatchObject({ reason: 'tooDeep' });
    expect(refusalOf('odata', `${'trim('.repeat(700)}`)).toMatchObject({ reason: 'tooDeep' });
  });

  test('more work to read than filters are worth, at the place where it got too much', () => {
    const text = "city eq 'x' or city eq 'y' or city eq 'z'";
    const parsed = parseFilter('odata', text, { ...LIMITS, parseSteps: 20 });
    expect(parsed).toMatchObject({ kind: 'refused', steps: 21, refusal: { reason: 'tooManySteps' } });
    expect(parsed.kind === 'refused' && parsed.refusal.position).toBeGreaterThan(10);
  });

  test('heavy with regular expressions as a whole, though each alone would be light', () => {
    const one = '/^(abc|def){40}$/.test($.mail)';
    expect(parseFilter('expression', one).kind).toBe('understood');
    expect(refusalOf('expression', `${one} || ${one}`)).toMatchObject({ reason: 'pattern', position: one.length + 4 });
  });
});

test('a filter of full length and ordinary shape is understood within half of the steps', () => {
  const clause = "department eq 'Sales' or ";
  const text = clause.repeat(Math.floor(LIMITS.length / clause.length)).slice(0, -4);
  const parsed = parseFilter('odata', text);
  expect(parsed.kind).toBe('understood');
  expect(parsed.steps).toBeLessThan(LIMITS.parseSteps / 2);
});
