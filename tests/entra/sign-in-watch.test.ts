import { describe, expect, test } from 'vitest';
import { createSignInWatch } from '../../entra/sign-in-watch.ts';
import type { EntraTenantId } from '../../sync/ids.ts';

const directory = (number: number) => `00000000-0000-4000-8000-00000000000${number}` as EntraTenantId; // a GUID
const SAID = 'unauthorized_client 7999999';
const MINUTE = 60_000;

function watching() {
  let now = 1_000_000;
  const states: string[] = [];
  const watch = createSignInWatch({ now: () => now, onOwnCredential: (state) => void states.push(state) });
  return { watch, states, pass: (ms: number) => void (now += ms) };
}

describe('a refusal without a name of ours', () => {
  test('is the tenant’s own while it is the only one', () => {
    const { watch, states } = watching();
    expect(watch.refused(directory(1), 'signInRefused', SAID)).toBe('signInRefused');
    expect(watch.refused(directory(1), 'signInRefused', SAID)).toBe('signInRefused');
    expect(states).toEqual([]);
  });

  test('is ours when several tenants meet it at once', () => {
    const { watch, states } = watching();
    watch.refused(directory(1), 'signInRefused', SAID);
    expect(watch.refused(directory(2), 'signInRefused', SAID)).toBe('ownCredential');
    expect(watch.refused(directory(1), 'signInRefused', SAID)).toBe('ownCredential');
    expect(states).toEqual(['ownCredential', 'ownCredential']);
  });

  test.each([
    ['they are far apart in time', (at: ReturnType<typeof watching>): void => at.pass(11 * MINUTE), SAID],
    ['somebody was let in between', (at: ReturnType<typeof watching>): void => at.watch.worked(), SAID],
    ['their answers differ', () => undefined, 'unauthorized_client 7888888'],
  ] as const)('stays the tenants’ own where %s', (_case, between, saidThen) => {
    const at = watching();
    at.watch.refused(directory(1), 'signInRefused', SAID);
    between(at);
    expect(at.watch.refused(directory(2), 'signInRefused', saidThen)).toBe('signInRefused');
  });
});

describe('a refusal with a name', () => {
  test.each(['consentWithdrawn', 'directoryGone', 'graphThrottled', 'graphUnavailable'] as const)(
    '%s is what it is, however many meet it',
    (code) => {
      const { watch, states } = watching();
      for (const number of [1, 2, 3]) expect(watch.refused(directory(number), code, 'any')).toBe(code);
      expect(states).toEqual([]);
    },
  );

  test.each(['ownCredential', 'appMisconfigured'] as const)('%s is told at once, and when all works again', (code) => {
    const { watch, states } = watching();
    watch.refused(directory(1), code, 'any');
    watch.worked();
    expect(states).toEqual([code, 'works']);
  });
});
