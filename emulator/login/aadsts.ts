import { randomUUID } from 'node:crypto';
import type { Consent } from '../directory/definition.schema.ts';

/** An error of the token endpoint as it goes over the wire; all seven fields are always there. */
export type AadstsError = {
  readonly status: number;
  readonly body: {
    readonly error: string;
    readonly error_description: string;
    readonly error_codes: readonly number[];
    readonly timestamp: string;
    readonly trace_id: string;
    readonly correlation_id: string;
    readonly error_uri: string;
  };
};

type Meaning = { readonly status: 400 | 401 | 429 | 503; readonly error: string; readonly says: string };

const invalidClient = (says: string): Meaning => ({ status: 401, error: 'invalid_client', says });
const bad = (error: string, says: string): Meaning => ({ status: 400, error, says });

/**
 * OAuth's error and the HTTP status of each number; the sentences are ours, since Microsoft asks nobody to read them.
 * https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
 */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  7000215: invalidClient('The client secret is wrong. Its value is needed, not its id.'),
  7000222: invalidClient('The client secret has expired.'),
  7000216: invalidClient('A client_secret or a client_assertion is needed.'),
  7000218: invalidClient('The body must hold client_assertion or client_secret.'),
  700027: invalidClient('The signature of the client assertion could not be verified with a registered certificate.'),
  700024: invalidClient('The client assertion is not within its time.'),
  700023: invalidClient('The audience of the client assertion is not this token endpoint.'),
  50027: invalidClient('The client assertion is no well-formed token.'),
  7000229: invalidClient('The application has no service principal in this directory.'),
  700016: bad('unauthorized_client', 'The application was not found in this directory.'),
  7000112: bad('unauthorized_client', 'The application is disabled in this directory.'),
  70001: bad('unauthorized_client', 'The application is disabled.'),
  90002: bad('invalid_request', 'There is no such directory. Check the Entra tenant id and the cloud.'),
  90038: bad('invalid_request', 'The directory lives in another national cloud.'),
  900382: bad('invalid_request', 'The directory lives in another national cloud.'),
  900144: bad('invalid_request', 'The body must hold grant_type, client_id and scope.'),
  70003: bad('unsupported_grant_type', 'This grant type is not supported.'),
  1002012: bad('invalid_scope', 'Client credentials need a scope that ends in /.default.'),
  500011: bad('invalid_resource', 'The resource of the scope is not known in this directory.'),
  650052: bad('invalid_client', 'The directory has no subscription to the service that the application asks for.'),
  50011: bad('invalid_request', 'The redirect address is not one that the application has.'),
  65001: bad('invalid_grant', 'Nobody has consented to the application.'),
  65004: bad('access_denied', 'The consent was declined.'),
  90094: bad('access_denied', 'An administrator has to consent.'),
  90014: bad('invalid_request', 'A required field is missing from the request.'),
  700054: bad('unsupported_response_type', 'This response_type is not enabled for the application.'),
  90023: bad('invalid_request', 'The value of a parameter is not valid.'),
  9002325: bad('invalid_request', 'Proof Key for Code Exchange is required.'),
  501481: bad('invalid_grant', 'The code_verifier does not match the code_challenge of the authorization request.'),
  54005: bad('invalid_grant', 'The authorization code was already redeemed.'),
  70000: bad('invalid_grant', 'The authorization code is not valid.'),
  70008: bad('invalid_grant', 'The authorization code has expired.'),
  500112: bad('invalid_client', 'The reply address is not the one of the authorization request.'),
  700005: bad('invalid_grant', 'The authorization code is for another directory.'),
  50034: bad('invalid_grant', 'There is no such account in the directory.'),
  50057: bad('invalid_grant', 'The account is disabled.'),
  53003: bad('invalid_grant', 'Conditional Access blocks the token.'),
  530032: bad('invalid_grant', 'A security policy blocks the token.'),
  50196: bad('invalid_grant', 'The same token was asked for too often.'),
  90055: { status: 429, error: 'temporarily_unavailable', says: 'The directory has too many requests.' },
  90033: { status: 503, error: 'temporarily_unavailable', says: 'A passing trouble of the service.' },
  90006: { status: 503, error: 'temporarily_unavailable', says: 'A passing trouble of the service.' },
};

export type AadstsOptions = {
  /** Milliseconds since 1970, by the emulator's clock. */
  readonly now: number;
  readonly correlationId?: string | undefined;
  readonly error?: string | undefined;
  readonly status?: number | undefined;
};

/** The error with this number, in the shape of https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response */
export function aadstsError(number: number, options: AadstsOptions): AadstsError {
  const meaning = MEANINGS[number] ?? bad('invalid_request', 'The emulator was told to answer with this number.');
  const traceId = randomUUID();
  const correlationId = options.correlationId ?? randomUUID();
  const timestamp = `${new Date(options.now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status: options.status ?? meaning.status,
    body: {
      error: options.error ?? meaning.error,
      error_description: [
        `AADSTS${number}: ${meaning.says}`,
        `Trace ID: ${traceId}`,
        `Correlation ID: ${correlationId}`,
        `Timestamp: ${timestamp}`,
      ].join('\r\n'),
      error_codes: [number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    },
  };
}

/** What sign-in says of an application by the consent it has in a directory; null = nothing stands in its way. */
export function refusalOf(consent: Consent): number | null {
  switch (consent) {
    case 'granted':
      return null;
    case 'never':
      return 700016;
    case 'withdrawn':
      return 7000229;
    case 'disabled':
      return 7000112;
  }
}
