/**
 * The properties of a Graph user and how each may be asked for.
 * https://learn.microsoft.com/en-us/graph/api/resources/user
 */
import type { Json, PersonProperties } from './person.ts';

/** What comes without `$select`: https://learn.microsoft.com/en-us/graph/api/user-list */
export const DEFAULT_SELECTION = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
] as const;

/** Asked for in a listing, each of these is answered with 501; on one user they work. */
export const ONE_USER_ONLY: ReadonlySet<string> = new Set([
  'aboutMe',
  'birthday',
  'hireDate',
  'interests',
  'mySite',
  'pastProjects',
  'preferredName',
  'responsibilities',
  'schools',
  'skills',
  'mailboxSettings',
]);

/** Never there by `$select`, and no error either. */
export const RELATIONS: ReadonlySet<string> = new Set(['manager', 'directReports', 'memberOf']);

/** Properties with a permission of their own. */
export const GUARDED: Readonly<Record<string, string>> = {
  signInActivity: 'AuditLog.Read.All',
  employeeLeaveDateTime: 'User-LifeCycleInfo.Read.All',
  customSecurityAttributes: 'CustomSecAttributeAssignment.Read.All',
};

const extensionAttributes = (): Json =>
  Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`extensionAttribute${i + 1}`, null]));

/** Every standard property with the value of somebody for whom nothing was filled in. */
export function blankProperties(): PersonProperties {
  return {
    id: '',
    displayName: '',
    userPrincipalName: '',
    accountEnabled: true,
    ageGroup: null,
    assignedLicenses: [],
    assignedPlans: [],
    businessPhones: [],
    city: null,
    companyName: null,
    consentProvidedForMinor: null,
    country: null,
    createdDateTime: null,
    creationType: null,
    customSecurityAttributes: null,
    deletedDateTime: null,
    department: null,
    employeeHireDate: null,
    employeeId: null,
    employeeLeaveDateTime: null,
    employeeOrgData: null,
    employeeType: null,
    externalUserState: null,
    externalUserStateChangeDateTime: null,
    faxNumber: null,
    givenName: null,
    identities: [],
    imAddresses: [],
    isManagementRestricted: null,
    isResourceAccount: null,
    jobTitle: null,
    lastPasswordChangeDateTime: null,
    legalAgeGroupClassification: null,
    licenseAssignmentStates: [],
    mail: null,
    mailNickname: null,
    mobilePhone: null,
    officeLocation: null,
    onPremisesDistinguishedName: null,
    onPremisesDomainName: null,
    onPremisesExtensionAttributes: extensionAttributes(),
    onPremisesImmutableId: null,
    onPremisesLastSyncDateTime: null,
    onPremisesProvisioningErrors: [],
    onPremisesSamAccountName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesSyncEnabled: null,
    onPremisesUserPrincipalName: null,
    otherMails: [],
    passwordPolicies: null,
    passwordProfile: null,
    postalCode: null,
    preferredDataLocation: null,
    preferredLanguage: null,
    provisionedPlans: [],
    proxyAddresses: [],
    securityIdentifier: null,
    serviceProvisioningErrors: [],
    showInAddressList: null,
    signInActivity: null,
    signInSessionsValidFromDateTime: null,
    state: null,
    streetAddress: null,
    surname: null,
    usageLocation: null,
    userType: 'Member',
  };
}

const STANDARD: ReadonlySet<string> = new Set(Object.keys(blankProperties()));

/** `extension_<application id without hyphens>_<name>`: https://learn.microsoft.com/en-us/graph/extensibility-overview */
const DIRECTORY_EXTENSION = /^extension_[0-9a-f]{32}_\w+$/;

export function isDirectoryExtension(name: string): boolean {
  return DIRECTORY_EXTENSION.test(name);
}

/** True for a property that a user of Graph has, or may have. */
export function isKnownProperty(name: string): boolean {
  return STANDARD.has(name) || isDirectoryExtension(name);
}
