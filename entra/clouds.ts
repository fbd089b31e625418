export type Cloud = 'global' | 'usgov' | 'dod' | 'china';
export type CloudHosts = { readonly authorityHost: string; readonly graphEndpoint: string };

/**
 * Where each Microsoft cloud signs in and answers Graph. The two belong together: a token of one cloud is worth nothing
 * in another. GCC is `global`, GCC High `usgov`.
 * https://learn.microsoft.com/en-us/graph/deployments
 * https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud
 */
export const CLOUDS: Readonly<Record<Cloud, CloudHosts>> = {
  global: { authorityHost: 'https://login.microsoftonline.com', graphEndpoint: 'https://graph.microsoft.com' },
  usgov: { authorityHost: 'https://login.microsoftonline.us', graphEndpoint: 'https://graph.microsoft.us' },
  dod: { authorityHost: 'https://login.microsoftonline.us', graphEndpoint: 'https://dod-graph.microsoft.us' },
  china: { authorityHost: 'https://login.chinacloudapi.cn', graphEndpoint: 'https://microsoftgraph.chinacloudapi.cn' },
};

/** Any other authority (a private cloud, a test directory) is unknown to Microsoft's list of authorities. */
export const isMicrosoftAuthority = (authorityHost: string): boolean =>
  Object.values(CLOUDS).some((cloud) => new URL(cloud.authorityHost).origin === new URL(authorityHost).origin);
