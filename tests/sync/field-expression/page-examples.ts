type Example = { readonly need: string; readonly source: string; readonly given?: Readonly<Record<string, unknown>> };

/** What fields are often wanted for. Values are worked out by the code, of a person with these properties. */
export const EXAMPLES: readonly Example[] = [
  { need: 'a property', source: 'jobTitle' },
  { need: 'the same by its name in LDAP', source: 'title' },
  { need: 'one entry of a list', source: 'businessPhones[0]' },
  { need: 'a value within another', source: 'employeeOrgData/costCenter' },
  { need: 'the address', source: 'email' },
  { need: 'the manager’s name', source: 'manager/displayName' },
  {
    need: 'the first of several that has a value',
    source: '= Coalesce([mobile], [telephoneNumber], "+47 22 00 00 00")',
    given: { businessPhones: ['+47 22 11 11 11'] },
  },
  { need: 'a constant', source: '= "Contoso Ltd"' },
  {
    need: 'last name first',
    source: '= Join(", ", [sn], [givenName])',
    given: { surname: 'Lovelace', givenName: 'Ada' },
  },
  {
    need: 'names that are stored in capitals',
    source: '= PCase([displayName])',
    given: { displayName: 'ADA LOVELACE' },
  },
  { need: 'the part of the address before the @', source: '= Item(Split([email], "@"), 1)' },
  {
    need: 'a telephone number with digits alone',
    source: '= Replace([mobile], , "[^0-9+]", , "", , )',
    given: { mobilePhone: '+47 (912) 34-567' },
  },
  {
    need: 'a country in words',
    source: '= Switch([usageLocation], [country], "NO", "Norway", "SE", "Sweden")',
    given: { usageLocation: 'SE' },
  },
  {
    need: 'one of two',
    source: '= IIF([userType] = "Guest", "External", [department])',
    given: { userType: 'Guest', department: 'Sales' },
  },
  {
    need: 'a date as people write it',
    source: '= FormatDateTime(CStr(CDate([employeeHireDate])), , "M/d/yyyy h:mm:ss tt", "d MMMM yyyy")',
    given: { employeeHireDate: '2024-05-17T00:00:00Z' },
  },
  {
    need: 'initials',
    source: '= ToUpper(Append(Left([givenName], 1), Left([sn], 1)))',
    given: { givenName: 'ada', surname: 'lovelace' },
  },
];

/** What is easily written wrong. */
export const MISTAKES: readonly string[] = [
  'jobTitel',
  'skills',
  'manager',
  '= Join(" ", [givenNam], [sn])',
  '= Jion(" ", [givenName], [sn])',
  "= Append([sn], 'x')",
  '= Append(sn, "x")',
  '= Append([sn])',
  '= ToLower([otherMails])',
  '= [givenName] & [sn]',
  '= Append([mailNickname], Guid())',
];
