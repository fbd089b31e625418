/**
 * Properties of a Graph user that a listing can read, by their shape
 * (https://learn.microsoft.com/en-us/graph/api/resources/user).
 */
export const TEXT_PROPERTIES = [
  'ageGroup',
  'city',
  'companyName',
  'consentProvidedForMinor',
  'country',
  'createdDateTime',
  'creationType',
  'department',
  'displayName',
  'employeeHireDate',
  'employeeId',
  'employeeType',
  'externalUserState',
  'externalUserStateChangeDateTime',
  'faxNumber',
  'givenName',
  'id',
  'jobTitle',
  'lastPasswordChangeDateTime',
  'legalAgeGroupClassification',
  'mail',
  'mailNickname',
  'mobilePhone',
  'officeLocation',
  'onPremisesDistinguishedName',
  'onPremisesDomainName',
  'onPremisesImmutableId',
  'onPremisesLastSyncDateTime',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesUserPrincipalName',
  'postalCode',
  'preferredDataLocation',
  'preferredLanguage',
  'securityIdentifier',
  'showInAddressList',
  'state',
  'streetAddress',
  'surname',
  'usageLocation',
  'userPrincipalName',
  'userType',
  'accountEnabled',
  'onPremisesSyncEnabled',
] as const;

export const LIST_PROPERTIES = ['businessPhones', 'imAddresses', 'otherMails', 'proxyAddresses'] as const;

/** Properties that hold an object: a source names one of its keys, as in `employeeOrgData/costCenter`. */
export const OBJECT_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  employeeOrgData: ['costCenter', 'division'],
  onPremisesExtensionAttributes: Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`),
};

/** Readable of one user only: selecting them in a listing answers 501. */
export const NOT_IN_A_LISTING = [
  'aboutMe',
  'birthday',
  'hireDate',
  'interests',
  'mailboxSettings',
  'mySite',
  'pastProjects',
  'preferredName',
  'responsibilities',
  'schools',
  'skills',
] as const;

/** What Graph has of a user in a listing as well, and Rollcall does not read: objects within objects, and what says nothing of a person. */
export const NOT_READ = [
  'authorizationInfo',
  'deviceEnrollmentLimit',
  'identities',
  'isManagementRestricted',
  'isResourceAccount',
  'licenseAssignmentStates',
  'onPremisesProvisioningErrors',
  'passwordPolicies',
  'passwordProfile',
  'provisionedPlans',
  'serviceProvisioningErrors',
  'signInSessionsValidFromDateTime',
] as const;

/**
 * What a field can show of a person's manager, as in `manager/displayName`. `manager/mail` is the address that the
 * e-mail rule chooses for the manager, as it would for an employee.
 */
export const MANAGER_KEYS = [
  'id',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'userPrincipalName',
  'jobTitle',
  'department',
  'employeeId',
] as const;
export type ManagerKey = (typeof MANAGER_KEYS)[number];

/** A directory extension; its name is case-sensitive (https://learn.microsoft.com/en-us/graph/extensibility-overview). */
export const DIRECTORY_EXTENSION = /^extension_[0-9a-f]{32}_[A-Za-z0-9_]{1,100}$/;

/** The names people know from LDAP, and what Graph calls the same. Keys are compared in lower case. */
export const LDAP_NAMES: ReadonlyMap<string, string> = new Map([
  ['sn', 'surname'],
  ['title', 'jobTitle'],
  ['l', 'city'],
  ['st', 'state'],
  ['co', 'country'],
  ['c', 'country'],
  ['mobile', 'mobilePhone'],
  ['telephonenumber', 'businessPhones[0]'],
  ['facsimiletelephonenumber', 'faxNumber'],
  ['company', 'companyName'],
  ['physicaldeliveryofficename', 'officeLocation'],
  ['samaccountname', 'onPremisesSamAccountName'],
  ['distinguishedname', 'onPremisesDistinguishedName'],
  ...Array.from({ length: 15 }, (_, index): [string, string] => [
    `extensionattribute${index + 1}`,
    `onPremisesExtensionAttributes/extensionAttribute${index + 1}`,
  ]),
]);
