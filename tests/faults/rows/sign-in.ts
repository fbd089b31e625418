import type { FailureCode } from '../../../sync/failure.ts';
import { FAILURES } from '../../../sync/failure.ts';
import type { Does, FaultRow } from '../fault-row.ts';
import { SOURCES } from '../sources.ts';

/** Each number of the sign-in host that Rollcall knows. */
const NUMBERS: readonly (readonly [number, string, FailureCode])[] = [
  [7000215, 'Our secret is wrong', 'ownCredential'],
  [7000222, 'Our secret has expired', 'ownCredential'],
  [700027, 'Our certificate is refused', 'ownCredential'],
  [700030, 'Our certificate bears another name', 'ownCredential'],
  [50012, 'Our certificate is not trusted', 'ownCredential'],
  [70002, 'Our credential is invalid', 'ownCredential'],
  [7000218, 'Our credential is missing', 'ownCredential'],
  [700025, 'Our registration is of a public client', 'ownCredential'],
  [50001, 'Graph is disabled, or not known under its name', 'appMisconfigured'],
  [500011, 'Graph is not known under its name', 'appMisconfigured'],
  [65005, 'Our registration does not ask for what we ask for', 'appMisconfigured'],
  [650052, 'Nobody subscribed to what we ask for', 'appMisconfigured'],
  [650054, 'What our registration asks for is not there any more', 'appMisconfigured'],
  [650056, 'Our registration is misconfigured', 'appMisconfigured'],
  [650057, 'Our registration does not ask for Graph', 'appMisconfigured'],
  [700011, 'Our app was not found in that directory', 'consentWithdrawn'],
  [700016, 'Our app is not in that directory', 'consentWithdrawn'],
  [7000229, 'Our app has no service principal there', 'consentWithdrawn'],
  [65001, 'Nobody has consented', 'consentMissing'],
  [65004, 'Consent was declined', 'consentMissing'],
  [90094, 'An administrator has to consent', 'consentMissing'],
  [90008, 'Consent to Graph is missing', 'consentMissing'],
  [7000112, 'Our app is disabled in that directory', 'appDisabled'],
  [70001, 'Our app is disabled', 'appDisabled'],
  [1000031, 'Our app cannot be used there', 'appDisabled'],
  [90002, 'There is no such directory', 'directoryGone'],
  [90038, 'The directory lives in another cloud', 'wrongCloud'],
  [900382, 'Our app lives in another cloud', 'wrongCloud'],
  [900432, 'The clouds do not trust each other', 'wrongCloud'],
  [50131, 'Conditional Access or a security policy stands in the way', 'blockedByPolicy'],
  [53003, 'Conditional Access blocks the token', 'blockedByPolicy'],
  [530032, 'A security policy blocks the token', 'blockedByPolicy'],
  [50196, 'The same token was asked for too often', 'requestRefused'],
  [90055, 'The directory has too many requests', 'graphThrottled'],
  [90033, 'A passing trouble', 'graphUnavailable'],
  [90006, 'A passing trouble of the service', 'graphUnavailable'],
  [90012, 'The request took too long', 'graphUnavailable'],
  [90024, 'The request budget is spent', 'graphUnavailable'],
  [90090, 'A passing trouble of the directory', 'graphUnavailable'],
  [90091, 'The directory cannot be reached', 'graphUnavailable'],
  [50033, 'A passing trouble of sign-in', 'graphUnavailable'],
];

function does(code: FailureCode): Does {
  if (FAILURES[code].class === 'retry') return { kind: 'retries', code };
  if (FAILURES[code].class === 'wait') return { kind: 'waits', code, ms: 'backOff' };
  return { kind: 'fails', code };
}

const meets = (aadsts: number, code: FailureCode, more: { error?: string; status?: number } = {}) => {
  const passes = ['retry', 'wait'].includes(FAILURES[code].class);
  return [{ host: 'login', times: passes ? 1 : null, answer: { kind: 'signIn', aadsts, ...more } }] as const;
};

/** Answers of the sign-in host instead of a token. */
export const SIGN_IN: readonly FaultRow[] = [
  ...NUMBERS.map(([number, fault, code]): FaultRow => ({
    fault: `${fault} (AADSTS${number})`,
    sends: `AADSTS${number}`,
    source: SOURCES.aadsts,
    run: 'changes',
    meets: meets(number, code),
    does: does(code),
  })),
  {
    fault: 'A refusal with a number that nobody knows',
    sends: '400 unauthorized_client, AADSTS7999999',
    source: SOURCES.grant,
    run: 'changes',
    meets: meets(7999999, 'signInRefused', { error: 'unauthorized_client' }),
    does: does('signInRefused'),
  },
  {
    fault: 'A refused client with a number that nobody knows',
    sends: '401 invalid_client, AADSTS7999998',
    source: SOURCES.grant,
    run: 'changes',
    meets: meets(7999998, 'ownCredential', { error: 'invalid_client', status: 401 }),
    does: does('ownCredential'),
  },
  {
    fault: 'The sign-in host is broken, under a number that nobody knows',
    sends: '503 server_error, AADSTS7999997',
    source: SOURCES.grant,
    run: 'changes',
    meets: meets(7999997, 'graphUnavailable', { error: 'server_error', status: 503 }),
    does: does('graphUnavailable'),
  },
  {
    fault: 'The sign-in host is not available for now, under a number that nobody knows',
    sends: '400 temporarily_unavailable, AADSTS7999996',
    source: SOURCES.grant,
    run: 'changes',
    meets: meets(7999996, 'graphUnavailable', { error: 'temporarily_unavailable' }),
    does: does('graphUnavailable'),
  },
];
