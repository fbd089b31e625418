import { z } from 'zod';
import type { FailureCode } from '../sync/failure.ts';

/** An answer of the sign-in host that gave no token. */
export type TokenAnswer = { readonly status: number; readonly body: string };

/**
 * What an AADSTS number means for us. The numbers may change, so they only refine the OAuth error, and each new one
 * falls back to it. https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
 */
const MEANING_OF_NUMBER: Readonly<Record<number, FailureCode>> = {
  // Our secret or certificate: wrong secret, expired secret, assertion refused, assertion missing, …
  7000215: 'ownCredential',
  7000222: 'ownCredential',
  700027: 'ownCredential',
  700030: 'ownCredential',
  50012: 'ownCredential',
  70002: 'ownCredential',
  7000218: 'ownCredential',
  700025: 'ownCredential',
  // Our registration: it does not ask for Microsoft Graph, or for a resource that is not there.
  50001: 'appMisconfigured',
  500011: 'appMisconfigured',
  65005: 'appMisconfigured',
  650052: 'appMisconfigured',
  650054: 'appMisconfigured',
  650056: 'appMisconfigured',
  650057: 'appMisconfigured',
  // Our app has no service principal there: never consented, withdrawn, or consented a moment ago.
  700011: 'consentWithdrawn',
  700016: 'consentWithdrawn',
  7000229: 'consentWithdrawn',
  // Consent missing, declined, or left for an administrator.
  65001: 'consentMissing',
  65004: 'consentMissing',
  90094: 'consentMissing',
  90008: 'consentMissing',
  7000112: 'appDisabled',
  70001: 'appDisabled',
  1000031: 'appDisabled',
  90002: 'directoryGone',
  90038: 'wrongCloud',
  900382: 'wrongCloud',
  900432: 'wrongCloud',
  // Conditional Access for workload identities.
  50131: 'blockedByPolicy',
  53003: 'blockedByPolicy',
  530032: 'blockedByPolicy',
  // The same token was asked for again and again.
  50196: 'requestRefused',
  90055: 'graphThrottled',
  // Passing troubles of Microsoft's.
  90033: 'graphUnavailable',
  90006: 'graphUnavailable',
  90012: 'graphUnavailable',
  90024: 'graphUnavailable',
  90090: 'graphUnavailable',
  90091: 'graphUnavailable',
  50033: 'graphUnavailable',
};

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response */
const TokenError = z.object({ error: z.string(), error_codes: z.array(z.number()).catch([]) });

/**
 * What a refused token means. Both a wrong secret and a withdrawn consent come as `invalid_client`: the numbers tell
 * them apart, and in doubt it is our credential, so that no tenant is blamed for it.
 */
export function classifyTokenError({ status, body }: TokenAnswer): FailureCode {
  if (status === 429) return 'graphThrottled';
  const said = parseTokenError(body);
  if (said === undefined) return 'graphUnavailable';
  for (const number of said.error_codes) {
    const meaning = MEANING_OF_NUMBER[number];
    if (meaning !== undefined) return meaning;
  }
  if (status >= 500 || said.error === 'temporarily_unavailable') return 'graphUnavailable';
  return said.error === 'invalid_client' ? 'ownCredential' : 'signInRefused';
}

/** What tells one refusal from another: the OAuth error and the numbers, without the text for people. */
export function nameOfTokenError({ body }: TokenAnswer): string {
  const said = parseTokenError(body);
  return said === undefined ? '' : [said.error, ...said.error_codes].join(' ');
}

/** Undefined where it was not Entra that spoke: a proxy's page, or an answer cut short. */
function parseTokenError(body: string): z.infer<typeof TokenError> | undefined {
  try {
    return TokenError.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
