import type { FailureCode } from '../sync/failure.ts';
import { readGraphError } from './read-graph-error.ts';

/** An answer of Graph that is no success, alone or as a part of a batch. */
export type RefusedAnswer = {
  readonly status: number;
  /** The parsed body; undefined where it was no JSON. */
  readonly body: unknown;
  readonly waitNamed: boolean;
  /** The WWW-Authenticate header. */
  readonly challenge?: string | undefined;
};

/** Codes that say what is wrong whatever the status is, in lower case: Microsoft spells some of them both ways. */
const MEANING_OF_CODE: Readonly<Record<string, FailureCode>> = {
  // Our place in a listing: https://learn.microsoft.com/en-us/graph/paging
  directory_expiredpagetoken: 'pageTokenRefused',
  directorypagetokennotfoundexception: 'pageTokenRefused',
  // Our place in the changes: https://learn.microsoft.com/en-us/graph/delta-query-overview
  syncstatenotfound: 'pageTokenRefused',
  resyncrequired: 'pageTokenRefused',
  resyncapplydifferences: 'pageTokenRefused',
  resyncuploaddifferences: 'pageTokenRefused',
  // Who we are: https://learn.microsoft.com/en-us/graph/resolve-auth-errors
  authorization_identitynotfound: 'consentWithdrawn',
  authorization_identitydisabled: 'appDisabled',
  authorization_requestdenied: 'permissionMissing',
  insufficient_claims: 'blockedByPolicy',
};

/**
 * What a refusal of Graph means (https://learn.microsoft.com/en-us/graph/errors). The status goes before the code, as
 * throttling comes with many codes and with none; the message is never looked at.
 */
export function classifyGraphError({ status, body, waitNamed, challenge }: RefusedAnswer): FailureCode {
  if (status === 429) return 'graphThrottled';
  if (status === 503 || status === 509) return waitNamed ? 'graphThrottled' : 'graphUnavailable';
  if (status === 501) return 'requestRefused';
  if (status >= 500 || status === 408) return 'graphUnavailable';
  if (status === 410) return 'pageTokenRefused';
  if (status >= 300 && status < 400) return 'untrustedLink';
  if (challenge?.includes('insufficient_claims') === true) return 'blockedByPolicy';
  const codes = readGraphError(body);
  // Somebody between us and Graph answered, or the answer was cut short: it says nothing about the tenant.
  if (codes === undefined) return status === 401 && challenge !== undefined ? 'signInRefused' : 'graphUnavailable';
  for (const code of codes) {
    const meaning = MEANING_OF_CODE[code];
    if (meaning !== undefined) return meaning;
  }
  if (status === 401) return 'signInRefused';
  return status === 403 ? 'permissionMissing' : 'requestRefused';
}
