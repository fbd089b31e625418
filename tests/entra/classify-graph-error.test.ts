import { describe, expect, test } from 'vitest';
import { classifyGraphError } from '../../entra/classify-graph-error.ts';
import { readGraphError } from '../../entra/read-graph-error.ts';

const said = (code: string) => ({
  error: {
    code,
    message: 'Ada Lovelace is not allowed.',
    innerError: { date: '2026-11-24T12:00:00', 'request-id': 'x' },
  },
});
const refused = (status: number, code: string) => ({ status, body: said(code), waitNamed: false });

// https://learn.microsoft.com/en-us/graph/errors · https://learn.microsoft.com/en-us/graph/resolve-auth-errors
// https://learn.microsoft.com/en-us/graph/throttling · https://learn.microsoft.com/en-us/graph/paging
// https://learn.microsoft.com/en-us/graph/delta-query-overview
describe('a refusal of Graph means', () => {
  test.each([
    //                                        status  Graph's code                             ours
    ['throttled', 429, 'TooManyRequests', 'graphThrottled'],
    ['throttled, under another code', 429, 'activityLimitReached', 'graphThrottled'],
    ['throttled, even with a code of another kind', 429, 'Authorization_RequestDenied', 'graphThrottled'],
    ['throttled, without a code', 429, '', 'graphThrottled'],
    ['broken for now (500)', 500, 'InternalServerError', 'graphUnavailable'],
    ['broken for now (502)', 502, 'BadGateway', 'graphUnavailable'],
    ['broken for now (503)', 503, 'serviceNotAvailable', 'graphUnavailable'],
    ['broken for now (504)', 504, 'UnknownError', 'graphUnavailable'],
    ['broken for now (408)', 408, 'RequestTimeout', 'graphUnavailable'],
    ['the page token is too old', 400, 'Directory_ExpiredPageToken', 'pageTokenRefused'],
    ['the page token is of a retried request', 400, 'DirectoryPageTokenNotFoundException', 'pageTokenRefused'],
    ['the sync state is gone (410)', 410, 'syncStateNotFound', 'pageTokenRefused'],
    ['the sync state is gone (400)', 400, 'SyncStateNotFound', 'pageTokenRefused'],
    ['a resync is required, in any case', 404, 'RESYNCREQUIRED', 'pageTokenRefused'],
    ['a resync is required, under an unknown code', 410, 'Gone', 'pageTokenRefused'],
    ['the token is refused', 401, 'InvalidAuthenticationToken', 'signInRefused'],
    ['our app is not known there (401)', 401, 'Authorization_IdentityNotFound', 'consentWithdrawn'],
    ['our app is not known there (403)', 403, 'Authorization_IdentityNotFound', 'consentWithdrawn'],
    ['our app is disabled there', 403, 'Authorization_IdentityDisabled', 'appDisabled'],
    ['a permission is missing', 403, 'Authorization_RequestDenied', 'permissionMissing'],
    ['a permission is missing, without a code', 403, '', 'permissionMissing'],
    ['a policy wants more claims', 403, 'insufficient_claims', 'blockedByPolicy'],
    ['the request is wrong', 400, 'Request_BadRequest', 'requestRefused'],
    ['the query is wrong', 400, 'Request_UnsupportedQuery', 'requestRefused'],
    ['a collection is not there', 404, 'Request_ResourceNotFound', 'requestRefused'],
    ['a property is not for listings', 501, 'NotImplemented', 'requestRefused'],
    ['anything else of ours is wrong', 418, 'Teapot', 'requestRefused'],
    ['a redirect is not followed', 302, '', 'untrustedLink'],
  ] as const)('%s', (_meaning, status, code, expected) => {
    expect(classifyGraphError(refused(status, code))).toBe(expected);
  });

  test.each([503, 509])('a %d that names a time is throttling', (status) => {
    expect(classifyGraphError({ ...refused(status, 'serviceNotAvailable'), waitNamed: true })).toBe('graphThrottled');
  });

  test('a challenge for claims is a policy, whatever the body is', () => {
    const challenge = 'Bearer error="insufficient_claims", claims="e30="';
    expect(classifyGraphError({ status: 401, body: undefined, waitNamed: false, challenge })).toBe('blockedByPolicy');
  });

  test.each([400, 403, 404])(
    'a %d that Graph did not write says nothing about the tenant: it is tried again',
    (status) => {
      expect(classifyGraphError({ status, body: undefined, waitNamed: false })).toBe('graphUnavailable');
      expect(classifyGraphError({ status, body: { message: 'Blocked' }, waitNamed: false })).toBe('graphUnavailable');
    },
  );
});

describe('codes of a Graph error', () => {
  test('the innermost comes first, under both spellings', () => {
    const inner = { code: 'generalException', innererror: { code: 'Directory_ExpiredPageToken' } };
    const body = { error: { code: 'Request_BadRequest', innerError: inner } };
    expect(readGraphError(body)).toEqual(['directory_expiredpagetoken', 'generalexception', 'request_badrequest']);
    expect(classifyGraphError({ status: 400, body, waitNamed: false })).toBe('pageTokenRefused');
  });

  test('an inner code that is not known leaves the outer one its say', () => {
    const body = { error: { code: 'Authorization_IdentityDisabled', innerError: { code: 'whatever' } } };
    expect(classifyGraphError({ status: 403, body, waitNamed: false })).toBe('appDisabled');
  });

  test.each([['text'], [null], [{}], [{ error: 'no object' }]])('%j is no error of Graph', (body) => {
    expect(readGraphError(body)).toBeUndefined();
  });
});
