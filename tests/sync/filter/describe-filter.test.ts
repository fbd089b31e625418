import { expect, test } from 'vitest';
import { describeFilter } from '../../../sync/filter/describe-filter.ts';
import type { Notation } from '../../../sync/filter/syntax-tree.ts';
import { understood } from './judged.ts';

// prettier-ignore
test.each<[Notation, string, string]>([
  ['odata',      "department in ('Sales','Marketing') and accountEnabled eq true", 'Department is Sales or Marketing, and account is enabled'],
  ['odata',      "department eq 'Sales' or department eq 'Marketing' or department eq 'R&D'", 'Department is Sales, Marketing or “R&D”'],
  ['odata',      'accountEnabled ne true',                         'Account is disabled'],
  ['odata',      'not accountEnabled',                             'Account is disabled'],
  ['odata',      "city eq 'Bath' or (city eq 'Bonn' and state eq 'x')", 'City is Bath, or (city is Bonn, and state is x)'],
  ['odata',      "(city eq 'Bath' or city eq 'Bonn') and state eq 'x'", 'City is Bath or Bonn, and state is x'],
  ['odata',      'companyName ne null',                            'Company has a value'],
  ['odata',      'companyName eq null',                            'Company is empty'],
  ['odata',      "not (companyName eq 'Contoso')",                 'Company is not Contoso'],
  ['odata',      "not (tolower(companyName) eq 'contoso')",        'Not (lower case of company is contoso)'],
  ['odata',      "not (city eq 'a' or state eq 'b')",              'Not (city is a, or state is b)'],
  ['odata',      "not(endswith(mail,'@contoso.com'))",             'Mail address does not end with @contoso.com'],
  ['odata',      "startswith(jobTitle,'Head of') eq false",        'Job title does not start with Head of'],
  ['odata',      "proxyAddresses/any(p:startswith(p,'SMTP:'))",    'One of proxy addresses: it starts with “SMTP:”'],
  ['odata',      "not otherMails/any(m:m eq 'a@b.c')",             'None of other mail addresses: it is a@b.c'],
  ['odata',      'otherMails/any()',                               'There are other mail addresses'],
  ['odata',      "assignedLicenses/any(l:l/skuId eq 'x')",         'One of assigned licenses: sku id is x'],
  ['odata',      'assignedLicenses/$count gt 0',                   'Length of assigned licenses is more than 0'],
  ['odata',      'createdDateTime ge 2024-05-01',                  'Creation date is at least 2024-05-01'],
  ['odata',      'createdDateTime lt 2024-05-01T08:30:00Z',        'Creation date is less than 2024-05-01T08:30 UTC'],
  ['odata',      'employeeId eq 5',                                'Employee id is 5 (which no value of this kind ever is)'],
  ['odata',      'onPremisesSyncEnabled eq true',                  'On premises sync enabled is on'],
  ['odata',      'mail ne userPrincipalName',                      'Mail address is not user principal name (UPN)'],
  ['expression', '!$.mail',                                        'Mail address is empty'],
  ['expression', "$.mail != null && $.mail.indexOf('@x.io') > -1", 'Mail address has a value, and position of @x.io in mail address is more than -1'],
  ['expression', '/^a|b$/i.test($.sn)',                            'Last name fits the pattern /^a|b$/i'],
  ['expression', '$.mail.match(/a/) == null',                      '(mail address fits the pattern /a/) is empty'],
  ['expression', "$.businessPhones[0].startsWith('+44')",          'First of business phones starts with +44'],
  ['expression', "['A','B'].includes($.extensionAttribute1)",      'Extension attribute 1 is A or B'],
  ['expression', "($.company || $.department) == 'A'",             '(company or else department) is A'],
  ['expression', `$.extension_${'0'.repeat(32)}_badge == ''`,      'Badge is “”'],
])('%s: %s', (notation, text, words) => {
  expect(describeFilter(understood(notation, text))).toBe(words);
});
