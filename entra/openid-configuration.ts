import * as openid from 'openid-client';
import { clientAuthentication } from './client-authentication.ts';
import { EntraError } from './entra-error.ts';
import type { EntraSettings } from './entra-settings.ts';
import { SignInError } from './sign-in-error.ts';

/** What is known of the sign-in host: how to talk to it, and where it sends browsers. */
export type OpenidConfiguration = {
  readonly client: openid.Configuration;
  readonly authorizationEndpoint: string;
  /** With `{tenantid}` in the place of the directory's id. */
  readonly issuer: string;
};

const TIMEOUT_S = 15;
/** What Microsoft allows between two clocks, in seconds. */
const CLOCK_TOLERANCE_S = 300;
/** Under this name the library knows that `{tenantid}` in an issuer stands for the `tid` of each token. */
const KNOWN_TO_LIBRARY = 'https://login.microsoftonline.com';

/**
 * Reads the metadata of the sign-in host for accounts of any organisation, over HTTPS. The library applies Entra's rule
 * for issuers to one host name alone; so it asks for that name, and the request goes to our authority: the rule holds in
 * every cloud. All addresses are those that our authority's metadata names.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc · Throws SignInError.
 */
export async function readOpenidConfiguration(settings: EntraSettings): Promise<OpenidConfiguration> {
  const { authorityHost, clientId } = settings;
  const fetchFrom: openid.CustomFetch = (address, options) =>
    send(
      address.startsWith(`${KNOWN_TO_LIBRARY}/`) ? authorityHost + address.slice(KNOWN_TO_LIBRARY.length) : address,
      options,
    );
  try {
    const discovered = await openid.discovery(
      new URL(`${KNOWN_TO_LIBRARY}/organizations/v2.0`),
      clientId,
      { [openid.clockTolerance]: CLOCK_TOLERANCE_S },
      await clientAuthentication(settings),
      { timeout: TIMEOUT_S, [openid.customFetch]: fetchFrom, execute: [openid.enableNonRepudiationChecks] },
    );
    discovered[openid.customFetch] = send;
    const { issuer, authorization_endpoint: authorizationEndpoint = '' } = discovered.serverMetadata();
    if (!issuer.includes('{tenantid}') || !mayLeadBrowsers(authorizationEndpoint)) {
      throw new SignInError('metadataNotTrusted');
    }
    return { client: discovered, authorizationEndpoint, issuer };
  } catch (err) {
    if (err instanceof EntraError) throw new SignInError('ownCredential');
    throw signInErrorIn(err) ?? new SignInError('unreachable');
  }
}

/** Plain HTTP is for the own machine, where no certificate has to be trusted. */
export function mayLeadBrowsers(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** A SignInError within the library's own error, which it becomes the cause of. */
export function signInErrorIn(err: unknown): SignInError | undefined {
  if (err instanceof SignInError) return err;
  return err instanceof Error && err.cause instanceof SignInError ? err.cause : undefined;
}

const send: openid.CustomFetch = async (address, options) => {
  let response: Response;
  try {
    response = await fetch(address, options as RequestInit); // the library's own description of fetch's options
  } catch {
    throw new SignInError('unreachable');
  }
  if (response.status >= 500) throw new SignInError('unreachable');
  return response;
};
