import { describe, expect, test } from 'vitest';
import { parseFieldSource } from '../../../sync/field-source.ts';
import { NOT_READ } from '../../../sync/graph-properties.ts';
import { NOTATIONS, type Notation } from '../../../sync/filter/syntax-tree.ts';
import { meantBy } from '../../../sync/usual-names.ts';
import { judged, refusalOf } from './judged.ts';

type Row = readonly [notation: Notation, text: string, at: string, says: string];

/** What people paste from elsewhere, and what they are answered. */
// prettier-ignore
const PASTED: readonly Row[] = [
  // LDAP: https://learn.microsoft.com/en-us/windows/win32/adsi/search-filter-syntax
  ['odata',      '(&(objectClass=user)(mail=*))',                           '&',       'a filter of LDAP: (&(department=Sales)(mail=*)) is written department eq'],
  ['expression', '(&(objectClass=user)(mail=*))',                           '&',       "is written $.department == 'Sales' && $.mail != null"],
  ['odata',      '(|(department=Sales)(department=Marketing))',             '|',       'LDAP'],
  ['odata',      '(!(userAccountControl:1.2.840.113556.1.4.803:=2))',       '!',       'LDAP'],
  ['expression', '(!(department=Sales))',                                   '=',       'LDAP'],
  ['odata',      '(mail=*@contoso.com)',                                    '=',       'LDAP'],
  // PowerShell and dynamic groups: https://learn.microsoft.com/en-us/entra/identity/users/groups-dynamic-membership
  ['odata',      "Department -eq 'Sales'",                                  '-',       'PowerShell'],
  ['odata',      '(user.department -eq "Sales") -and (user.country -eq "US")', '.',    'dynamic group'],
  ['odata',      'user.proxyAddresses -any (_ -contains "contoso")',        '.',       'dynamic group'],
  ['odata',      "Get-MgUser -Filter \"department eq 'Sales'\"",            '-',       'PowerShell'],
  ['expression', "$_.Department -eq 'Sales'",                               '$_',      'PowerShell'],
  ['expression', 'user.department -eq "Sales"',                             'user',    'dynamic group'],
  // Addresses and SQL
  ['odata',      "https://graph.microsoft.com/v1.0/users?$filter=city eq 'Oslo'", 'https', 'what stands behind $filter='],
  ['odata',      "/users?$filter=city eq 'Oslo'",                           '/',       'what stands behind $filter='],
  ['odata',      "city eq 'Oslo'&$count=true",                              '&',       'belongs to an address'],
  ['odata',      "mail like '%contoso.com'",                                'like',    "endswith(mail, '@contoso.com')"],
  ['odata',      'department is not null',                                  'is',      'eq null, or ne null'],
  ['odata',      "department <> 'Sales'",                                   '<',       'Write ne'],
  ['odata',      "createdDateTime ge datetime'2020-01-01T00:00:00'",        'datetime', 'without quotes'],
  ['odata',      "substringof('x', mail)",                                  'substringof', 'contains(mail'],
  ['odata',      "givenName eq 'O'Neill'",                                  'Neill',   "written twice, as in 'O''Neill'"],
  ['odata',      'department eq Sales',                                     'Sales',   "A text stands in quotes: 'Sales'."],
  ['odata',      'department in (Sales, Marketing)',                        'Sales',   'A list holds'],
  ['odata',      "user.department eq 'Sales'",                              '.',       'the name of the property alone'],
  ['odata',      "city eq 'Oslo' // the office",                            '/',       'no comments'],
  // JavaScript around a condition, and templates of signatures
  ['expression', "return $.department == 'Sales';",                         'return',  'no program'],
  ['expression', "if ($.department == 'Sales') { return true; }",           'if',      'no program'],
  ['expression', "(user) => user.department == 'Sales'",                    'user',    'no program'],
  ['expression', "function(user) { return user.city == 'Oslo'; }",          'function', 'no program'],
  ['expression', "user.department === 'Sales'",                             'user',    'The person is written $'],
  ['expression', "{department} == 'Sales'",                                 '{',       'without braces'],
  ['expression', "{{department}} == 'Sales'",                               '{',       'without braces'],
  ['expression', "%department% == 'Sales'",                                 '%',       'without braces'],
  ['expression', "[department] == 'Sales'",                                 'department', 'without braces'],
  ['expression', "${department} == 'Sales'",                                '{',       'without braces'],
  ['expression', '$.department == Sales',                                   'Sales',   "A text stands in quotes: 'Sales'."],
  ['expression', "$.department == 'Sales' AND $.city == 'Oslo'",            'AND',     'Write &&.'],
  ['expression', "not $.title.startsWith('Intern')",                        'not',     'Write !'],
  ['expression', "$.department <> 'Sales'",                                 '>',       'Write !='],
  ['expression', "$.department in ['Sales', 'IT']",                         'in',      '.includes($.department)'],
  ['expression', "$.mail.contains('x')",                                    'contains', '.includes(…)'],
  ['expression', "$.department.equals('Sales')",                            'equals',  'Write =='],
  ['expression', '$.mail.substring(0, 3) == "abc"',                         'substring', '.startsWith(…)'],
  ['expression', "$.otherMails.filter(m => m.endsWith('x')).length > 0",    'filter',  '.some(…)'],
  ['expression', '$.mail.length() > 0',                                     '(',       'without parentheses'],
  ['expression', "typeof $.mail !== 'undefined'",                           'typeof',  '$.mail != null'],
  ['expression', "$.createdDateTime > new Date('2020-01-01')",              'new',     'a date in quotes'],
  ['expression', "new RegExp('sales', 'i').test($.department)",             'new',     'between slashes'],
  ['expression', "$.givenName == 'O'Neill'",                                'Neill',   'double quotes'],
  ['expression', "$.city == 'Oslo' // the office",                          '/',       'no comments'],
];

describe('what was pasted from elsewhere is answered with what to write here', () => {
  test.each(PASTED)('%s: %s', (notation, text, at, says) => {
    const refusal = refusalOf(notation, text);
    expect(refusal.message).toContain(says);
    expect(text.slice(refusal.position, refusal.position + refusal.length)).toBe(at);
  });

  test('by filters that are understood themselves', () => {
    const person = { department: 'Sales', mail: 'ada@contoso.example' };
    expect(judged('odata', "department eq 'Sales' and mail ne null", person)).toBe('true');
    expect(judged('expression', "$.department == 'Sales' && $.mail != null", person)).toBe('true');
  });
});

/** Texts that hold such signs and are nothing of the kind: they are understood, or refused for what is wrong with them. */
// prettier-ignore
test.each<Row>([
  ['odata',      "department eq 'a -eq b (&(c=d)) // like {x} <> user.y' or departmnt eq 'x'", 'departmnt', 'Did you mean department?'],
  ['expression', "$.department == 'a -eq b (&(c=d)) // like {x} <> user.y' || $.departmnt == 'x'", '$.departmnt', 'Did you mean department?'],
  ['odata',      "(departmnt eq 'x')",                                      'departmnt', 'Did you mean department?'],
  ['odata',      "city eq departmnt",                                       'departmnt', 'Did you mean department?'],
])('%s: %s is no such thing', (notation, text, at, says) => {
  const { position, length, message } = refusalOf(notation, text);
  expect([text.slice(position, position + length), message]).toEqual([at, expect.stringContaining(says)]);
});

describe('a usual name leads to the property that is meant', () => {
  // prettier-ignore
  const NAMES = [
    ['emailAddress', 'mail'], ['firstName', 'givenName'], ['lastName', 'surname'], ['fullName', 'displayName'], ['upn', 'userPrincipalName'],
    ['enabled', 'accountEnabled'], ['userAccountControl', 'accountEnabled'], ['phone', 'businessPhones'], ['office', 'officeLocation'],
    ['dept', 'department'], ['objectId', 'id'], ['zip', 'postalCode'], ['alias', 'mailNickname'], ['whenCreated', 'createdDateTime'],
  ] as const;

  test.each(NAMES)('%s: %s', (name, property) => {
    expect(refusalOf('odata', `${name} eq 'x'`).nearest).toBe(property);
    expect(refusalOf('expression', `$.${name} == 'x'`).nearest).toBe(property);
    expect(parseFieldSource(name)).toMatchObject({ refusal: { nearest: property } });
  });

  test('and each of them is understood where it is written', () => {
    for (const [, property] of NAMES) expect(parseFieldSource(property).kind).toBe('understood');
    expect(parseFieldSource(meantBy('customAttribute3') ?? '').kind).toBe('understood');
    expect(meantBy('constructor')).toBeUndefined();
  });
});

test.each(NOT_READ)('%s is known to be Graph’s, and said not to be read', (name) => {
  for (const notation of NOTATIONS) {
    const text = notation === 'odata' ? `${name} ne null` : `$.${name} != null`;
    expect(refusalOf(notation, text)).toMatchObject({ reason: 'notOffered', message: expect.stringContaining(name) });
  }
  expect(parseFieldSource(name)).toMatchObject({ refusal: { reason: 'notOffered' } });
});

test.each([
  ['$.givenName', 'givenName'],
  ['user.sn', 'surname'],
  ['{givenName}', 'givenName'],
  ['{{ givenName }}', 'givenName'],
  ['${user.city}', 'city'],
  ['%givenName%', 'givenName'],
  ['[employeeOrgData/costCenter]', 'employeeOrgData/costCenter'],
  ['manager.displayName', 'manager/displayName'],
  ['e-mail', 'mail'],
])('the source %s of a field leads to %s', (written, path) => {
  expect(parseFieldSource(written)).toMatchObject({ kind: 'refused', refusal: { nearest: path, position: 0 } });
});

test.each(['givenName + " " + surname', 'Join(" ", [givenName], [surname])', '"Contoso"'])(
  'the source %s of a field is told where expressions begin',
  (written) => {
    expect(parseFieldSource(written)).toMatchObject({ refusal: { message: expect.stringContaining('behind =') } });
  },
);
