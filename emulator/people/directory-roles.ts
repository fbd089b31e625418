/**
 * Roles that a person can hold in a directory, by the template id that the `wids` claim of a token carries.
 * https://learn.microsoft.com/en-us/entra/identity/role-based-access-control/permissions-reference
 */
export const DIRECTORY_ROLES = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
  helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
} as const;
export type DirectoryRole = keyof typeof DIRECTORY_ROLES;
export const DIRECTORY_ROLE_NAMES = Object.keys(DIRECTORY_ROLES) as DirectoryRole[]; // the keys of the object above

/** What every member carries in `wids`, and no guest: the default rights of a user. */
const DEFAULT_USER = 'b79fbf4d-3ef9-4689-8143-76b194e85509';

/** Who may consent to an application for the whole directory: https://learn.microsoft.com/en-us/entra/identity/enterprise-apps/grant-admin-consent */
const MAY_CONSENT: readonly DirectoryRole[] = [
  'globalAdministrator',
  'privilegedRoleAdministrator',
  'applicationAdministrator',
  'cloudApplicationAdministrator',
];

type Holder = { readonly roles: readonly DirectoryRole[]; readonly properties: Readonly<Record<string, unknown>> };

export const mayConsent = ({ roles }: Pick<Holder, 'roles'>): boolean =>
  roles.some((role) => MAY_CONSENT.includes(role));

/** The `wids` claim of somebody's token. */
export const widsOf = ({ roles, properties }: Holder): string[] => [
  ...roles.map((role) => DIRECTORY_ROLES[role]),
  ...(properties['userType'] === 'Guest' ? [] : [DEFAULT_USER]),
];
