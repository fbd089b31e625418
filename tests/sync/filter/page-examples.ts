import type { Notation } from '../../../sync/filter/syntax-tree.ts';

/** What docs/filters.md shows first: a need, and how each notation says it. */
export const EXAMPLES: readonly {
  readonly need: string;
  readonly filters: Readonly<Partial<Record<Notation, string>>>;
}[] = [
  {
    need: 'Two departments',
    filters: {
      odata: "department in ('Sales', 'Marketing')",
      expression: "$.department == 'Sales' || $.department == 'Marketing'",
    },
  },
  {
    need: 'One company, without its interns',
    filters: {
      odata: "companyName eq 'Contoso' and not startswith(jobTitle, 'Intern')",
      expression: "$.company == 'Contoso' && !$.title.startsWith('Intern')",
    },
  },
  {
    need: 'Addresses of one domain',
    filters: {
      odata: "endswith(mail, '@contoso.com')",
      expression: "$.mail != null && $.mail.indexOf('@contoso.com') > -1",
    },
  },
  {
    need: 'Who has a last name',
    filters: { odata: "surname ne null and surname ne ''", expression: '$.sn.length > 0' },
  },
  {
    need: 'Any address of a brand',
    filters: {
      odata: "proxyAddresses/any(p: endswith(p, '@fabrikam.com'))",
      expression: "$.proxyAddresses.some(p => p.endsWith('@fabrikam.com'))",
    },
  },
  {
    need: 'Who has a licence',
    filters: { odata: 'assignedLicenses/$count ne 0', expression: '$.assignedLicenses.length > 0' },
  },
  {
    need: 'Cost centers that begin with 4',
    filters: {
      odata: "startswith(employeeOrgData/costCenter, '4')",
      expression: '/^4\\d+$/.test($.employeeOrgData.costCenter)',
    },
  },
  {
    need: 'Accounts made since 2024',
    filters: { odata: 'createdDateTime ge 2024-01-01', expression: "$.createdDateTime >= '2024-01-01'" },
  },
];

/** What people mistype most, to show what is answered. */
export const MISTAKES: readonly (readonly [Notation, string])[] = [
  ['odata', "departmnt eq 'Sales'"],
  ['odata', "department = 'Sales'"],
  ['odata', 'skills ne null'],
  ['odata', 'department eq Sales'],
  ['odata', '(&(department=Sales)(mail=*))'],
  ['odata', 'user.department -eq "Sales"'],
  ['odata', "createdDateTime ge '2024-01-01'"],
  ['expression', "user.company == 'A'"],
  ['expression', "$.company == 'A' || 'B'"],
  ['expression', '$.mail.lenght > 0'],
  ['expression', '$.mail.match(/(a)\\1/)'],
];
