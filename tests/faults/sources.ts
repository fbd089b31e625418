const LEARN = 'https://learn.microsoft.com/en-us';

/** Where the faults are documented, or were seen. */
export const SOURCES = {
  errors: `${LEARN}/graph/errors`,
  authErrors: `${LEARN}/graph/resolve-auth-errors`,
  throttling: `${LEARN}/graph/throttling`,
  limits: `${LEARN}/graph/throttling-limits`,
  traverse: `${LEARN}/graph/traverse-the-graph`,
  paging: `${LEARN}/graph/paging`,
  list: `${LEARN}/graph/api/user-list`,
  user: `${LEARN}/graph/api/resources/user`,
  advanced: `${LEARN}/graph/aad-advanced-queries`,
  members: `${LEARN}/graph/api/group-list-transitivemembers`,
  memberships: `${LEARN}/graph/api/user-list-transitivememberof`,
  delta: `${LEARN}/graph/delta-query-overview`,
  userDelta: `${LEARN}/graph/api/user-delta`,
  longAddress: `${LEARN}/graph/json-batching#bypassing-url-length-limitations-with-batching`,
  batch: `${LEARN}/graph/json-batching`,
  deleted: `${LEARN}/graph/api/directory-deleteditems-list`,
  organization: `${LEARN}/graph/api/organization-get`,
  limited: `${LEARN}/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects`,
  aadsts: `${LEARN}/entra/identity-platform/reference-error-codes`,
  grant: `${LEARN}/entra/identity-platform/v2-oauth2-client-creds-grant-flow`,
  conditionalAccess: `${LEARN}/entra/identity/conditional-access/workload-identity`,
  tokenLife:
    'https://devblogs.microsoft.com/microsoft365dev/duration-of-change-tracking-tokens-for-identity-and-education-resources/',
  http: 'https://www.rfc-editor.org/rfc/rfc9110#field.retry-after',
  expiredPage: 'https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2254',
  longSelect: 'https://github.com/cartography-cncf/cartography/blob/master/cartography/intel/microsoft/entra/users.py',
  replays: 'https://github.com/microsoftgraph/microsoft-graph-docs/issues/5363',
  blankItem: 'https://github.com/microsoftgraph/microsoft-graph-docs/issues/4740',
} as const;
