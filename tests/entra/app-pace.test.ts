import { describe, expect, test } from 'vitest';
import { createAppPace } from '../../entra/app-pace.ts';
import { APPLICATION_UNITS } from '../../entra/limits.ts';
import { errorOf } from './error-of.ts';

const CALM = { units: 1, share: undefined, appClosedForMs: undefined };
const signal = new AbortController().signal;

function paced() {
  const pauses: number[] = [];
  let now = 1_000_000;
  const pace = createAppPace({ now: () => now, sleep: async (ms) => void pauses.push(ms) });
  return { pace, pauses, pass: (ms: number) => void (now += ms) };
}

describe('the pace of an app', () => {
  test('holds up nobody while little is used', async () => {
    const { pace, pauses } = paced();
    const directory = pace.ofDirectory();
    for (let n = 0; n < 1_000; n++) {
      await directory.beforeRequest(signal);
      directory.afterAnswer(CALM);
    }
    expect(pauses).toEqual([]);
  });

  test('slows one directory down by what Graph tells of it, and no other', async () => {
    const { pace, pauses } = paced();
    const [one, other] = [pace.ofDirectory(), pace.ofDirectory()];
    one.afterAnswer({ ...CALM, share: 1 });
    await other.beforeRequest(signal);
    expect(pauses).toEqual([]);
    await one.beforeRequest(signal);
    expect(pauses).toEqual([2_500]);
    one.afterAnswer(CALM);
    await one.beforeRequest(signal);
    expect(pauses).toHaveLength(1);
  });

  test('is one budget for all tenants', async () => {
    const { pace, pauses } = paced();
    const [one, other] = [pace.ofDirectory(), pace.ofDirectory()];
    one.afterAnswer({ ...CALM, units: APPLICATION_UNITS });
    await other.beforeRequest(signal);
    expect(pauses).toEqual([4_000]);
  });

  test('counts who waits, so that all do not go at once', async () => {
    const { pace, pauses } = paced();
    const directory = pace.ofDirectory();
    directory.afterAnswer({ ...CALM, units: APPLICATION_UNITS });
    for (let n = 0; n < 1_500; n++) await directory.beforeRequest(signal);
    expect(pauses.at(-1)).toBeGreaterThan(pauses[0] ?? 0);
  });

  test('lets wait for up to 30 s, and tries again later what would wait for longer', async () => {
    const { pace, pauses, pass } = paced();
    const directory = pace.ofDirectory();
    directory.afterAnswer({ ...CALM, appClosedForMs: 90_000 });
    expect(await errorOf(directory.beforeRequest(signal))).toMatchObject({
      code: 'graphThrottled',
      retryAfterMs: 90_000,
    });
    expect(pauses).toEqual([]);
    pass(60_000);
    await directory.beforeRequest(signal);
    expect(pauses).toEqual([30_000]);
  });

  test('a later answer does not shorten what an earlier one asked for', async () => {
    const { pace, pauses } = paced();
    const directory = pace.ofDirectory();
    directory.afterAnswer({ ...CALM, appClosedForMs: 20_000 });
    directory.afterAnswer({ ...CALM, appClosedForMs: 1_000 });
    await directory.beforeRequest(signal);
    expect(pauses).toEqual([20_000]);
  });

  test('a pause ends with the signal, whose reason is thrown', async () => {
    const directory = createAppPace().ofDirectory();
    directory.afterAnswer({ ...CALM, appClosedForMs: 25_000 });
    const stop = new AbortController();
    const waiting = directory.beforeRequest(stop.signal);
    stop.abort(new Error('The run was paused.'));
    await expect(waiting).rejects.toThrow('The run was paused.');
    await expect(directory.beforeRequest(stop.signal)).rejects.toThrow('The run was paused.');
  });
});
