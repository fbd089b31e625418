import { describe, expect, test } from 'vitest';
import { FAILURES, failureOf, isFailureCode, type FailureCode } from '../../sync/failure.ts';

const CODES = Object.keys(FAILURES) as FailureCode[]; // its keys are the codes, by definition

describe('the failure', () => {
  test.each(CODES)('%s reads as a sentence and says what to do', (code) => {
    const { message, remedy } = failureOf(code);
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
    expect(`${message} ${remedy}`).not.toMatch(/https?:|undefined|\bnull\b|Exception|AADSTS|[<>{}]/);
    expect(code).toMatch(/^[a-z][a-zA-Z]+$/);
  });

  test.each(CODES)('%s is found by its code', (code) => {
    expect(isFailureCode(code)).toBe(true);
    expect(failureOf(code)).toMatchObject({ code, ...FAILURES[code] });
  });

  test.each(['aCodeOfTheFuture', '', 'constructor', '__proto__', 'toString'])(
    'of the code %j, which nobody knows, reads as unknown',
    (code) => {
      expect(isFailureCode(code)).toBe(false);
      expect(failureOf(code)).toEqual({ code: 'unknown', ...FAILURES.unknown });
    },
  );
});

test('no two failures read the same', () => {
  const messages = CODES.map((code) => FAILURES[code].message);
  expect(new Set(messages).size).toBe(messages.length);
});

// prettier-ignore
test.each<[string, FailureCode[]]>([
  // what is asked for codes
  ['tenantAttention', ['consentWithdrawn', 'consentMissing', 'appDisabled', 'permissionMissing', 'groupsNotReadable', 'groupGone', 'groupHidden', 'groupsEmpty', 'tooManyFields', 'changesNotOffered', 'blockedByPolicy', 'wrongDirectory', 'directoryGone', 'wrongCloud', 'signInRefused', 'offboardedBefore']],
  ['ownCredential',   ['ownCredential', 'appMisconfigured']],
  ['wait',            ['graphThrottled', 'consentNotYetSpread']],
  ['resync',          ['pageTokenRefused']],
  ['retry',           ['graphUnavailable', 'databaseUnavailable']],
])('%s is asked for by just these failures', (asked, codes) => {
  expect(CODES.filter((code) => FAILURES[code].class === asked).sort()).toEqual(codes.sort());
});
