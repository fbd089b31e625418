import { describe, expect, test } from 'vitest';
import { UNREADABLE } from '../../../sync/filter/compare-values.ts';
import { LIMITS } from '../../../sync/filter/limits.ts';
import type { Notation } from '../../../sync/filter/syntax-tree.ts';
import { judged, type Properties } from './judged.ts';

type Row = readonly [guarantee: string, notation: Notation, filter: string, properties: Properties, holds: string];

function table(rows: readonly Row[]): void {
  test.each(rows)('%s (%s: %s)', (_guarantee, notation, filter, properties, holds) => {
    expect(judged(notation, filter, properties)).toBe(holds);
  });
}

// prettier-ignore
describe('the case of letters', () => table([
  ['does not count in OData',                     'odata',      "department eq 'SALES'",                     { department: 'sales' },            'true'],
  ['does not count beyond ASCII',                 'odata',      "department eq 'ÉCOLE'",                     { department: 'école' },            'true'],
  ['does not count in a list of OData',           'odata',      "department in ('A','SALES')",               { department: 'sales' },            'true'],
  ['does not count in OData’s order',             'odata',      "department lt 'B'",                         { department: 'a' },                'true'],
  ['does not count in OData’s functions',         'odata',      "contains(department,'LE')",                 { department: 'sales' },            'true'],
  ['counts in an expression',                     'expression', "$.department == 'SALES'",                   { department: 'sales' },            'false'],
  ['counts with three signs as with two',         'expression', "$.department !== 'SALES'",                  { department: 'sales' },            'true'],
  ['counts in an expression’s methods',           'expression', "$.department.startsWith('Sa')",             { department: 'sales' },            'false'],
  ['counts in an entry of an expression’s list',  'expression', "$.otherMails.includes('A@x')",              { otherMails: ['a@x'] },            'false'],
  ['is taken away by a method',                   'expression', "$.department.toLowerCase() == 'sales'",     { department: 'SALES' },            'true'],
  ['is put in by a method',                       'expression', "$.department.toUpperCase() == 'SALES'",     { department: 'sales' },            'true'],
  ['counts in a pattern',                         'expression', '/^SA/.test($.department)',                  { department: 'sales' },            'false'],
  ['does not count in a pattern with i',          'expression', '/^SA/i.test($.department)',                 { department: 'sales' },            'true'],
]));

// prettier-ignore
describe('null', () => table([
  ['is what is not there',                        'odata',      'department eq null',                        {},                                 'true'],
  ['equals null',                                 'odata',      'department eq mail',                        { department: null },               'true'],
  ['is not a text',                               'odata',      "department ne 'Sales'",                     { department: null },               'true'],
  ['is not a text in an expression',              'expression', "$.department != 'Sales'",                   {},                                 'true'],
  ['is undefined as well',                        'expression', '$.department === undefined',                { department: null },               'true'],
  ['is no empty text',                            'odata',      "department eq ''",                          { department: null },               'false'],
  ['can stand in a list',                         'odata',      "department in (null,'Sales')",              {},                                 'true'],
  ['is not less than anything',                   'odata',      'createdDateTime lt 2026-01-01T00:00:00Z',   {},                                 'false'],
  ['is not at least itself',                      'odata',      'department ge null',                        {},                                 'false'],
  ['is not more than a number',                   'expression', '$.mail.length > -1',                        {},                                 'false'],
  ['begins with nothing',                         'odata',      "startswith(department,'')",                 {},                                 'false'],
  ['is no list',                                  'odata',      'otherMails ne null',                        { otherMails: [] },                 'true'],
]));

// prettier-ignore
describe('a method on null', () => table([
  ['makes the comparison false',                  'odata',      "tolower(department) eq 'sales'",            {},                                 'false'],
  ['makes “is not” false too',                    'odata',      "tolower(department) ne 'sales'",            {},                                 'false'],
  ['makes “is not” false too: toupper',           'odata',      "toupper(department) ne 'SALES'",            {},                                 'false'],
  ['makes “is not” false too: trim',              'odata',      "trim(department) ne 'sales'",               {},                                 'false'],
  ['makes “is not” false too: length',            'odata',      'length(department) ne 3',                   {},                                 'false'],
  ['makes “is not” false too: indexof',           'odata',      "indexof(department,'x') ne 3",              {},                                 'false'],
  ['makes “is not” false in an expression',       'expression', "$.department.trim() != 'x'",                {},                                 'false'],
  ['makes “is not null” false',                   'expression', '$.department.trim() != null',               {},                                 'false'],
  ['makes “is null” false',                       'expression', '$.department.trim() == null',               {},                                 'false'],
  ['makes a length false',                        'expression', '$.department.length != 3',                  {},                                 'false'],
  ['makes “does not match” false',                'expression', '$.department.match(/a/) == null',           {},                                 'false'],
  ['makes a comparison of a test false',          'odata',      "startswith(department,'a') eq false",       {},                                 'false'],
  ['is turned into true by not',                  'odata',      "not startswith(department,'a')",            {},                                 'true'],
  ['is turned into true by !',                    'expression', "!($.department.indexOf('a') > -1)",         {},                                 'true'],
  ['is turned into true by ! alone',              'expression', "!$.department.includes('a')",               {},                                 'true'],
  ['also within another method',                  'expression', "$.department.trim().length != 3",           {},                                 'false'],
  ['also with null as what is looked for',        'expression', '$.department.indexOf($.mail) == -1',        { department: 'a' },                'false'],
  ['spoils only its own comparison',              'odata',      "tolower(department) ne 'x' or mail eq 'm'", { mail: 'm' },                      'true'],
  ['is nothing, so that || can replace it',       'expression', "($.department || 'none').length == 4",      {},                                 'true'],
]));

// prettier-ignore
describe('a list', () => table([
  ['has any that fits',                           'odata',      "otherMails/any(m:m eq 'A@x')",              { otherMails: ['b@x', 'a@x'] },     'true'],
  ['of null has none',                            'odata',      "otherMails/any(m:m eq 'a@x')",              { otherMails: null },               'false'],
  ['of null has none, whatever is asked',         'odata',      "otherMails/any(m:m ne 'a@x')",              {},                                 'false'],
  ['of null fits as a whole',                     'odata',      "otherMails/all(m:m eq 'a@x')",              { otherMails: null },               'true'],
  ['without entries fits as a whole',             'odata',      "otherMails/all(m:m eq 'a@x')",              { otherMails: [] },                 'true'],
  ['does not fit with one that does not',         'odata',      "otherMails/all(m:endswith(m,'@x'))",        { otherMails: ['a@x', 'b@y'] },     'false'],
  ['has any at all',                              'odata',      'otherMails/any()',                          { otherMails: ['a@x'] },            'true'],
  ['has none at all',                             'odata',      'otherMails/any()',                          { otherMails: [] },                 'false'],
  ['is asked by some',                            'expression', "$.proxyAddresses.some(p => p.startsWith('SMTP:'))", { proxyAddresses: ['SMTP:a@x'] }, 'true'],
  ['is asked by every',                           'expression', "$.proxyAddresses.every((p) => p.startsWith('SMTP:'))", { proxyAddresses: ['smtp:a@x'] }, 'false'],
  ['includes an entry, not a part of one',        'expression', "$.otherMails.includes('@x')",               { otherMails: ['a@x'] },            'false'],
  ['tells where an entry is',                     'expression', "$.otherMails.indexOf('a@x') > -1",          { otherMails: ['a@x'] },            'true'],
  ['has a length',                                'expression', '$.businessPhones.length > 0',               { businessPhones: ['1'] },          'true'],
  ['of null has no length',                       'expression', '$.businessPhones.length >= 0',              {},                                 'false'],
  ['has a first entry',                           'expression', "$.businessPhones[0] == '1'",                { businessPhones: ['1'] },          'true'],
  ['has no second entry',                         'expression', '$.businessPhones[1] == null',               { businessPhones: ['1'] },          'true'],
  ['that is written out includes a value',        'expression', "['A', null].includes($.company)",           {},                                 'true'],
  ['that is written out tells where a value is',  'expression', "['A','B'].indexOf($.company) >= 0",         { companyName: 'B' },               'true'],
]));

// prettier-ignore
describe('different types', () => table([
  ['are never equal',                             'odata',      'employeeId eq 5',                           { employeeId: '5' },                'false'],
  ['are always unequal',                          'odata',      'employeeId ne 5',                           { employeeId: '5' },                'true'],
  ['are never equal in an expression either',     'expression', "$.accountEnabled == 'true'",                { accountEnabled: true },           'false'],
  ['are told by the value of an extension',       'odata',      `extension_${'0'.repeat(32)}_n gt 4`,        { [`extension_${'0'.repeat(32)}_n`]: 5 },   'true'],
  ['of an extension have no order',               'odata',      `extension_${'0'.repeat(32)}_n gt 4`,        { [`extension_${'0'.repeat(32)}_n`]: '5' }, 'false'],
  ['but an extension can hold a date',            'odata',      `extension_${'0'.repeat(32)}_n ge 2026-01-01`, { [`extension_${'0'.repeat(32)}_n`]: '2026-01-01T00:00:00Z' }, 'true'],
  ['of what Graph should have sent are as null',  'odata',      'createdDateTime eq null',                   { createdDateTime: 17 },            'true'],
]));

// prettier-ignore
describe('unknown is what may not be read, and', () => table([
  ['is neither true nor false',                   'odata',      "department eq 'Sales'",                     { department: UNREADABLE },                'unknown'],
  ['is not known to be null',                     'odata',      'department eq null',                        { department: UNREADABLE },                'unknown'],
  ['stays unknown when it is negated',            'odata',      "not (department eq 'Sales')",               { department: UNREADABLE },                'unknown'],
  ['stays unknown in a method',                   'expression', "$.department.trim() == 'x'",                { department: UNREADABLE },                'unknown'],
  ['stays unknown in a pattern',                  'expression', '/x/.test($.department)',                    { department: UNREADABLE },                'unknown'],
  ['stays unknown in a list',                     'odata',      "otherMails/any(m:m eq 'x')",                { otherMails: UNREADABLE },                'unknown'],
  ['stays unknown in all of a list',              'odata',      "otherMails/all(m:m eq 'x')",                { otherMails: UNREADABLE },                'unknown'],
  ['stays unknown as one of several',             'odata',      "department in ('x')",                       { department: UNREADABLE },                'unknown'],
  ['does not save what is false',                 'odata',      "department eq 'x' and mail eq 'm'",         { department: UNREADABLE },                'false'],
  ['does not spoil what is true',                 'odata',      "department eq 'x' or mail eq 'm'",          { department: UNREADABLE, mail: 'm' },     'true'],
  ['is the answer with what is true',             'odata',      "department eq 'x' and mail eq 'm'",         { department: UNREADABLE, mail: 'm' },     'unknown'],
  ['is the answer with what is false',            'odata',      "department eq 'x' or mail eq 'm'",          { department: UNREADABLE },                'unknown'],
  ['does not save a method on null',              'odata',      'tolower(mail) eq tolower(department)',      { department: UNREADABLE },                'false'],
  ['stays unknown alone',                         'expression', '$.department',                              { department: UNREADABLE },                'unknown'],
  ['is the value of ||',                          'expression', "($.department || 'x') == 'x'",              { department: UNREADABLE },                'unknown'],
]));

// prettier-ignore
describe('what people have in other systems works:', () => table([
  ['one company or the other',                    'expression', "$.company == 'A' || $.company == 'B'",      { companyName: 'B' },               'true'],
  ['an address that holds something',             'expression', "$.mail != null && $.mail.indexOf('@x.io') > -1", { mail: 'a@x.io' },            'true'],
  ['an address that is not there',                'expression', "$.mail != null && $.mail.indexOf('@x.io') > -1", {},                            'false'],
  ['a name of LDAP with a length',                'expression', '$.sn.length > 0',                           { surname: 'X' },                   'true'],
  ['a name of LDAP in OData',                     'odata',      "l eq 'Bath' and physicalDeliveryOfficeName eq '1'", { city: 'Bath', officeLocation: '1' }, 'true'],
  ['a telephone number of LDAP',                  'odata',      "startswith(telephoneNumber,'+44')",         { businessPhones: ['+44 1'] },      'true'],
  ['brackets and double quotes',                  'expression', '$["company"] === "A"',                      { companyName: 'A' },               'true'],
  ['names without $',                             'expression', "department == 'A'",                         { department: 'A' },                'true'],
  ['a question mark before the point',            'expression', "$.department?.startsWith('A')",             { department: 'A' },                'true'],
  ['a value within another',                      'expression', "$.employeeOrgData.costCenter == '1'",       { employeeOrgData: { costCenter: '1' } }, 'true'],
  ['an extension attribute by its short name',    'expression', "$.extensionAttribute7 == '1'",              { onPremisesExtensionAttributes: { extensionAttribute7: '1' } }, 'true'],
  ['a value within another, in OData',            'odata',      "onPremisesExtensionAttributes/extensionAttribute1 eq 'a'", { onPremisesExtensionAttributes: { extensionAttribute1: 'A' } }, 'true'],
  ['a value that is there',                       'expression', '$.mail && !$.department',                   { mail: 'm', department: '' },      'true'],
  ['a match',                                     'expression', '$.mail.match(/@(x|y)\\.io$/)',              { mail: 'a@y.io' },                 'true'],
  ['a match that is not null',                    'expression', '$.mail.match(/@x\\.io$/) != null',          { mail: 'a@y.io' },                 'false'],
  ['a date in quotes',                            'expression', "$.createdDateTime > '2024-01-01'",          { createdDateTime: '2024-01-01T00:00:01Z' }, 'true'],
  ['a quote in a text',                           'odata',      "surname eq 'O''Neill'",                     { surname: 'o’neill' },             'false'],
  ['a quote in a text that is the same',          'odata',      "surname eq 'O''Neill'",                     { surname: "O'Neill" },             'true'],
  ['an escaped quote',                            'expression', "$.sn == 'O\\'Neill\\u0021'",                { surname: "O'Neill!" },            'true'],
  ['and before or',                               'odata',      "city eq 'a' or city eq 'b' and state eq 'c'", { city: 'a' },                    'true'],
  ['parentheses before and',                      'odata',      "(city eq 'a' or city eq 'b') and state eq 'c'", { city: 'a' },                  'false'],
  ['&& before ||',                                'expression', "$.city == 'a' || $.city == 'b' && $.state == 'c'", { city: 'a' },               'true'],
]));

test('a filter that takes too many steps about one person is unknown about them', () => {
  const entries = Array.from({ length: LIMITS.evaluationSteps }, () => 'x');
  expect(judged('odata', "otherMails/any(m:m eq 'y')", { otherMails: entries })).toBe('unknown');
  expect(judged('odata', "otherMails/any(m:m eq 'y')", { otherMails: entries.slice(0, 10_000) })).toBe('false');
});
