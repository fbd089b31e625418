import { describe, expect, test } from 'vitest';
import { readThrottling } from '../../entra/read-throttling.ts';

const NOW = new Date('2026-05-04T09:00:00Z');
const APP = 'Application/ReadWrite/6b0fbd9c-2b4a-4a86-8f0d-3f8d2a1f6f5e';
const read = (status: number, headers: Readonly<Record<string, string>>) =>
  readThrottling(status, (name) => headers[name], NOW);

// https://learn.microsoft.com/en-us/graph/throttling-limits
describe('an answer tells of throttling', () => {
  test('nothing by itself, and has cost the least', () => {
    expect(read(200, {})).toEqual({ units: 1, share: undefined, appClosedForMs: undefined });
  });

  test('what it has cost and how much is used', () => {
    const headers = { 'x-ms-resource-unit': '5', 'x-ms-throttle-limit-percentage': '0.85' };
    expect(read(200, headers)).toMatchObject({ units: 5, share: 0.85 });
  });

  test.each([
    ['the app everywhere', APP, '7', 7_000],
    ['the app everywhere, without a time: a whole window', APP, undefined, 20_000],
    ['the app everywhere, in another spelling', APP.toLowerCase(), '7', 7_000],
    ['the app in one directory', 'Tenant_Application/ReadWrite/a/b', '7', undefined],
    ['a directory', 'Tenant', '7', undefined],
    ['nobody who is named', undefined, '7', undefined],
  ] as const)('whom a 429 is about: %s', (_whom, scope, retryAfter, closedForMs) => {
    const headers = {
      ...(scope !== undefined && { 'x-ms-throttle-scope': scope }),
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    };
    expect(read(429, headers).appClosedForMs).toBe(closedForMs);
    expect(read(503, headers).appClosedForMs).toBeUndefined();
  });

  test.each(['', 'many', '-3', '0', 'NaN', '1e99', 'Infinity'])('nothing by a header that says %j', (text) => {
    const headers = { 'x-ms-resource-unit': text, 'x-ms-throttle-limit-percentage': text };
    expect(read(200, headers)).toMatchObject({ units: 1, share: undefined });
  });
});
