import * as openid from 'openid-client';
import type { EntraTenantId } from '../sync/ids.ts';
import { classifyTokenError } from './classify-token-error.ts';
import { EntraError } from './entra-error.ts';
import type { EntraSettings } from './entra-settings.ts';
import { identityOf, type Identity } from './identity.ts';
import { readOpenidConfiguration, signInErrorIn, type OpenidConfiguration } from './openid-configuration.ts';
import { aadstsOf, problemOfAnswer, SignInError } from './sign-in-error.ts';

/** What one sign-in is known by. All of it is made anew for each, and none of it may be guessed. */
export type SignInSecrets = {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: 43 to 128 letters and digits (https://www.rfc-editor.org/rfc/rfc7636#section-4.1). */
  readonly codeVerifier: string;
};

/** Microsoft's pages, and what people bring back from them. Each function throws SignInError. */
export type SignIn = {
  /** Where a browser signs in. */
  readonly address: (redirectUri: string, secrets: SignInSecrets) => Promise<string>;
  /** Who has signed in. `query` is what the browser brought back; its code is used up by this. */
  readonly identify: (redirectUri: string, query: string, secrets: SignInSecrets) => Promise<Identity>;
  /** Where an administrator of that directory consents for it. */
  readonly consentAddress: (redirectUri: string, entraTenantId: EntraTenantId, state: string) => Promise<string>;
};

/** Signing keys change every few weeks and are read anew by need; endpoints hardly ever. */
const METADATA_FOR_MS = 24 * 3_600_000;

export function createSignIn(settings: EntraSettings, now: () => Date): SignIn {
  let known: { readonly configuration: Promise<OpenidConfiguration>; readonly until: number } | undefined;

  /** Read when it is first needed, by those who ask at the same moment together; one that failed is not kept. */
  function configuration(): Promise<OpenidConfiguration> {
    if (known === undefined || now().getTime() >= known.until) {
      const asked = { configuration: readOpenidConfiguration(settings), until: now().getTime() + METADATA_FOR_MS };
      asked.configuration.catch(() => (known = known === asked ? undefined : known));
      known = asked;
    }
    return known.configuration;
  }

  return {
    async address(redirectUri, { state, nonce, codeVerifier }) {
      const { authorizationEndpoint } = await configuration();
      return withQuery(authorizationEndpoint, {
        client_id: settings.clientId,
        response_type: 'code',
        response_mode: 'query',
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        prompt: 'select_account',
      });
    },

    async identify(redirectUri, query, { state, nonce, codeVerifier }) {
      const { client, issuer } = await configuration();
      try {
        const answer = new URL(redirectUri);
        answer.search = query;
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
        const tokens = await openid.authorizationCodeGrant(client, answer, { ...checks, idTokenExpected: true });
        return identityOf(tokens.claims(), issuer);
      } catch (err) {
        throw problemOf(err);
      }
    },

    /** https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent: at the origin where people sign in. */
    async consentAddress(redirectUri, entraTenantId, state) {
      const { authorizationEndpoint } = await configuration();
      return withQuery(`${new URL(authorizationEndpoint).origin}/${entraTenantId}/v2.0/adminconsent`, {
        client_id: settings.clientId,
        scope: `${settings.graphEndpoint}/.default`,
        redirect_uri: redirectUri,
        state,
      });
    },
  };
}

function withQuery(address: string, values: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return url.href;
}

/** The library's errors can hold codes and tokens: here they end. */
function problemOf(err: unknown): Error {
  const ours = signInErrorIn(err);
  if (ours !== undefined) return ours;
  if (err instanceof EntraError) return new SignInError('ownCredential');
  if (err instanceof openid.AuthorizationResponseError) return problemOfAnswer(err.error, err.error_description);
  if (err instanceof openid.ResponseBodyError) {
    const code = classifyTokenError({ status: err.status, body: JSON.stringify(err.cause) });
    const aadsts = aadstsOf(err.error_description);
    if (code === 'ownCredential') return new SignInError('ownCredential', aadsts);
    if (code === 'graphUnavailable' || code === 'graphThrottled') return new SignInError('unreachable', aadsts);
    return new SignInError('notTrusted', aadsts);
  }
  if (err instanceof openid.ClientError) {
    return new SignInError(err.code === 'OAUTH_TIMEOUT' ? 'unreachable' : 'notTrusted');
  }
  return new SignInError('notTrusted');
}
