import { parseFieldPath } from './field-path.ts';
import { nameInWords } from './filter/name-in-words.ts';
import { LDAP_NAMES, MANAGER_KEYS, OBJECT_PROPERTIES, type TEXT_PROPERTIES } from './graph-properties.ts';

/** What a field can show, as it is offered to people who choose one. */
export type OfferedProperty = {
  /** To be written as the source of a field. */
  readonly path: string;
  /** What a column of it would be called. */
  readonly label: string;
  /** What it holds. */
  readonly means: string;
  /** Names that the same has in LDAP, in lower case. */
  readonly ldap: readonly string[];
};

/** What the properties of a Graph user hold (https://learn.microsoft.com/en-us/graph/api/resources/user). Complete by type. */
const TEXT_MEANINGS: Readonly<Record<(typeof TEXT_PROPERTIES)[number], string>> = {
  ageGroup: 'Minor, not adult or adult.',
  city: 'The city of the office or the address.',
  companyName: 'The company, of guests often their own.',
  consentProvidedForMinor: 'Whether consent was obtained for a minor.',
  country: 'The country of the address.',
  createdDateTime: 'When the account was made.',
  creationType: 'How the account was made, such as by invitation.',
  department: 'The department in which the person works.',
  displayName: 'The whole name, as address books show it.',
  employeeHireDate: 'The day on which the person begins.',
  employeeId: 'The number that the organization gave.',
  employeeType: 'Employee, contractor, consultant or vendor.',
  externalUserState: 'Whether a guest has accepted the invitation.',
  externalUserStateChangeDateTime: 'When a guest’s invitation was last answered.',
  faxNumber: 'The fax number.',
  givenName: 'The first name.',
  id: 'The object id in Entra, which never changes.',
  jobTitle: 'The job title.',
  lastPasswordChangeDateTime: 'When the password was last changed.',
  legalAgeGroupClassification: 'The legal age group, as Entra works it out.',
  mail: 'The e-mail address of the profile. The field Email follows the e-mail rule instead.',
  mailNickname: 'The alias of the mailbox.',
  mobilePhone: 'The mobile phone.',
  officeLocation: 'The office: a room, a floor or a building.',
  onPremisesDistinguishedName: 'The distinguished name in Active Directory.',
  onPremisesDomainName: 'The domain in Active Directory.',
  onPremisesImmutableId: 'What ties the account to Active Directory.',
  onPremisesLastSyncDateTime: 'When Active Directory was last synced to Entra.',
  onPremisesSamAccountName: 'The sign-in name of Active Directory.',
  onPremisesSecurityIdentifier: 'The security identifier (SID) in Active Directory.',
  onPremisesUserPrincipalName: 'The user principal name in Active Directory.',
  postalCode: 'The ZIP or postal code.',
  preferredDataLocation: 'Where the person’s data is kept.',
  preferredLanguage: 'The language, such as en-US.',
  securityIdentifier: 'The security identifier (SID) in Entra.',
  showInAddressList: 'Whether address lists show the person.',
  state: 'The state or province of the address.',
  streetAddress: 'Street and number.',
  surname: 'The last name.',
  usageLocation: 'The country in which licences are used, in two letters.',
  userPrincipalName: 'The name that the person signs in with.',
  userType: 'Member or Guest.',
  accountEnabled: 'Whether the person may sign in.',
  onPremisesSyncEnabled: 'Whether the account comes from Active Directory.',
};

const LIST_MEANINGS: readonly (readonly [string, string])[] = [
  ['businessPhones[0]', 'The business phone.'],
  ['imAddresses', 'Addresses for chat.'],
  ['otherMails', 'Other e-mail addresses, joined by semicolons.'],
  ['proxyAddresses', 'All addresses of the mailbox, joined by semicolons.'],
];

const OBJECT_MEANINGS: Readonly<Record<string, string>> = {
  costCenter: 'The cost center.',
  division: 'The division in which the person works.',
};

const offered = (path: string, means: string, label = titleOf(path)): OfferedProperty => ({
  path,
  label,
  means,
  ldap: [...LDAP_NAMES].flatMap(([name, property]) => (property === path ? [name] : [])),
});

/** All that can be chosen from, in the order of the alphabet; beside them directory extensions, which each directory has its own of. */
export const OFFERED_PROPERTIES: readonly OfferedProperty[] = [
  offered('email', 'The address that the e-mail rule chose.', 'Email'),
  ...Object.entries(TEXT_MEANINGS).map(([path, means]) => offered(path, means)),
  ...LIST_MEANINGS.map(([path, means]) => offered(path, means)),
  ...Object.entries(OBJECT_PROPERTIES).flatMap(([object, keys]) =>
    keys.map((key) => offered(`${object}/${key}`, OBJECT_MEANINGS[key] ?? 'Of Active Directory, for one’s own use.')),
  ),
  ...MANAGER_KEYS.map((key) =>
    offered(`manager/${key}`, `Of the manager: ${nameInWords({ property: key })}.`, `Manager ${titleOf(key)}`),
  ),
].sort((a, b) => a.label.localeCompare(b.label, 'en'));

/** Properties that all these words fit, in the path, the label, what it holds, or a name of LDAP; none for no words. */
export function findProperties(query: string): readonly OfferedProperty[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return OFFERED_PROPERTIES.filter(({ path, label, means, ldap }) => {
    const all = [path, label, means, ...ldap].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** What a new column of a source would be called: `Job Title`. */
export function titleOf(source: string): string {
  const parsed = parseFieldPath(source);
  if (parsed.kind === 'refused') return 'New Field';
  const { source: path } = parsed;
  switch (path.kind) {
    case 'email':
      return 'Email';
    case 'property':
      return inTitleCase(nameInWords({ property: path.property }));
    case 'item':
      return inTitleCase(nameInWords({ property: path.property, index: path.index }).replace(/^first of /, ''));
    case 'key':
      return inTitleCase(nameInWords({ property: path.property, key: path.key }));
    case 'manager':
      return `Manager ${inTitleCase(nameInWords({ property: path.key }))}`;
  }
}

function inTitleCase(words: string): string {
  return words
    .replaceAll('_', ' ')
    .replace(/ \(.*\)$/, '')
    .replaceAll(/(^|\s)\p{Ll}/gu, (start) => start.toUpperCase());
}
