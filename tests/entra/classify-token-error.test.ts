import { describe, expect, test } from 'vitest';
import { classifyTokenError } from '../../entra/classify-token-error.ts';
import { FAILURES } from '../../sync/failure.ts';

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response */
const refusal = (error: string, ...numbers: number[]): string =>
  JSON.stringify({
    error,
    error_description: `AADSTS${numbers[0]}: text for people.\r\nTrace ID: 1`,
    error_codes: numbers,
    timestamp: '2026-11-24 12:00:00Z',
    trace_id: 'aaaa',
    correlation_id: 'bbbb',
    error_uri: 'https://login.microsoftonline.com/error',
  });

// https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
describe('a refused token means', () => {
  test.each([
    //                                                   status  error                     number   code
    ['a wrong secret is ours', 401, 'invalid_client', 7000215, 'ownCredential'],
    ['an expired secret is ours', 401, 'invalid_client', 7000222, 'ownCredential'],
    ['a refused certificate is ours', 401, 'invalid_client', 700027, 'ownCredential'],
    ['a certificate of another name is ours', 400, 'invalid_request', 700030, 'ownCredential'],
    ['a certificate that is not trusted is ours', 400, 'invalid_request', 50012, 'ownCredential'],
    ['a missing credential is ours', 401, 'invalid_client', 7000218, 'ownCredential'],
    ['invalid client credentials are ours', 401, 'invalid_client', 70002, 'ownCredential'],
    ['a public client is our registration', 401, 'invalid_client', 700025, 'ownCredential'],
    ['an unknown resource is our registration', 400, 'invalid_resource', 500011, 'appMisconfigured'],
    ['a disabled resource is our registration', 400, 'invalid_resource', 50001, 'appMisconfigured'],
    ['resources not asked for are our registration', 400, 'invalid_resource', 65005, 'appMisconfigured'],
    ['a resource that is gone is our registration', 400, 'invalid_resource', 650054, 'appMisconfigured'],
    ['a resource nobody subscribed to is our registration', 400, 'invalid_client', 650052, 'appMisconfigured'],
    ['a misconfigured app is our registration', 400, 'invalid_client', 650056, 'appMisconfigured'],
    ['a permission not asked for is our registration', 400, 'invalid_resource', 650057, 'appMisconfigured'],
    ['an app not found there was not consented to', 400, 'unauthorized_client', 700011, 'consentWithdrawn'],
    ['an app unknown there was not consented to', 400, 'unauthorized_client', 700016, 'consentWithdrawn'],
    ['a missing service principal was not consented to', 401, 'invalid_client', 7000229, 'consentWithdrawn'],
    ['consent is missing', 400, 'invalid_grant', 65001, 'consentMissing'],
    ['consent was declined', 400, 'access_denied', 65004, 'consentMissing'],
    ['consent is left for an administrator', 400, 'invalid_grant', 90094, 'consentMissing'],
    ['consent of the app to Graph is missing', 400, 'invalid_grant', 90008, 'consentMissing'],
    ['the app is disabled there', 401, 'unauthorized_client', 7000112, 'appDisabled'],
    ['the app is disabled', 400, 'unauthorized_client', 70001, 'appDisabled'],
    ['the app cannot be used there', 400, 'unauthorized_client', 1000031, 'appDisabled'],
    ['there is no such directory', 400, 'invalid_request', 90002, 'directoryGone'],
    ['the directory is in another cloud', 400, 'invalid_request', 90038, 'wrongCloud'],
    ['the app is in another cloud', 400, 'invalid_request', 900382, 'wrongCloud'],
    ['the app is of another cloud', 400, 'invalid_request', 900432, 'wrongCloud'],
    ['one of many policies refuses', 400, 'invalid_grant', 50131, 'blockedByPolicy'],
    ['Conditional Access refuses', 400, 'invalid_grant', 53003, 'blockedByPolicy'],
    ['a security policy refuses', 400, 'invalid_grant', 530032, 'blockedByPolicy'],
    ['we asked in a loop', 400, 'invalid_grant', 50196, 'requestRefused'],
    ['the tenant is throttled', 400, 'temporarily_unavailable', 90055, 'graphThrottled'],
    ['a passing trouble', 400, 'temporarily_unavailable', 90033, 'graphUnavailable'],
    ['a directory out of reach is a passing trouble', 400, 'invalid_grant', 90091, 'graphUnavailable'],
    ['a passing trouble, another', 400, 'invalid_grant', 50033, 'graphUnavailable'],
    ['an unknown number of invalid_client is ours, in doubt', 401, 'invalid_client', 7999999, 'ownCredential'],
    ['any other unknown number is a refusal there', 400, 'unauthorized_client', 7999999, 'signInRefused'],
    ['temporarily_unavailable passes whatever its number', 400, 'temporarily_unavailable', 7999999, 'graphUnavailable'],
    ['an unknown number of a broken server passes', 503, 'server_error', 7999999, 'graphUnavailable'],
  ] as const)('%s', (_meaning, status, error, number, code) => {
    expect(classifyTokenError({ status, body: refusal(error, number) })).toBe(code);
  });

  test('the first known number counts where there are several', () => {
    expect(classifyTokenError({ status: 401, body: refusal('invalid_client', 1, 7000229) })).toBe('consentWithdrawn');
  });

  test('too many requests are throttling, whatever the body is', () => {
    expect(classifyTokenError({ status: 429, body: '<html>' })).toBe('graphThrottled');
  });

  test.each([
    ['a page of a proxy', 403, '<html>Blocked</html>'],
    ['an empty body', 502, ''],
    ['JSON cut short', 401, '{"error":"invalid_cl'],
    ['JSON that is no error', 200, '{"token_type":"Bearer"}'],
  ])('%s says nothing about the tenant: it is tried again', (_case, status, body) => {
    expect(FAILURES[classifyTokenError({ status, body })].class).toBe('retry');
  });
});
