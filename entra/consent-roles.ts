/**
 * Roles whose holders may consent to an application for their whole directory, by the template ids that `wids` carries.
 * https://learn.microsoft.com/en-us/entra/identity/enterprise-apps/grant-admin-consent#prerequisites
 * https://learn.microsoft.com/en-us/entra/identity/role-based-access-control/permissions-reference
 */
const CONSENT_ROLES: ReadonlySet<string> = new Set([
  '62e90394-69f5-4237-9190-012177145e10', // Global Administrator
  'e8611ab8-c189-46e8-94e1-60213ab1f814', // Privileged Role Administrator
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', // Application Administrator
  '158c047a-c907-4556-b7ef-446551a6b5f7', // Cloud Application Administrator
]);

/** As people know them. */
export const CONSENT_ROLE_NAMES =
  'Global Administrator, Privileged Role Administrator, Application Administrator or Cloud Application Administrator';

/** Whether the `wids` claim of a validated ID token holds such a role. A role that is only eligible is not in it. */
export const mayConsent = (wids: readonly string[]): boolean => wids.some((id) => CONSENT_ROLES.has(id.toLowerCase()));
