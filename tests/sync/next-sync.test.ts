import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waitUntilNextSync, type SyncSchedule } from '../../sync/next-sync.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const schedule: SyncSchedule = { intervalMinMs: 2 * HOUR, intervalMaxMs: 4 * HOUR, retryMinMs: 10 * MINUTE };

describe('the next sync comes', () => {
  // prettier-ignore
  test.each<[string, number, number, number]>([
    // guarantee                                                failures random minutes
    ['after a good run not before the shortest interval',           0,     0,    120],
    ['after a good run in the middle for the middle of chance',     0,   0.5,    180],
    ['after a good run before the longest interval',                0, 0.999, 239.88],
    ['after the first failure in ten minutes',                      1,   0.5,     10],
    ['after the second failure in twice as long',                   2,   0.5,     20],
    ['after the third failure in four times as long',               3,   0.5,     40],
    ['after the fourth failure in eight times as long',             4,   0.5,     80],
    ['after the fifth failure in sixteen times as long',            5,   0.5,    160],
    ['after the sixth failure no later than the interval',          6,   0.5,    180],
    ['after the fifth failure no later than a short interval',      5,     0,    120],
    ['after a thousand failures no later than the interval',    1_000,   0.5,    180],
  ])('%s', (_guarantee, failures, random, minutes) => {
    expect(waitUntilNextSync(schedule, failures, () => random) / MINUTE).toBeCloseTo(minutes, 6);
  });

  test('within the interval, whatever the settings, the failures and the chance', () => {
    const settings = fc.record({
      min: fc.integer({ min: 1, max: 10 * HOUR }),
      more: fc.nat(10 * HOUR),
      retryMinMs: fc.nat(HOUR),
    });
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(settings, fc.nat(2_000), chance, ({ min, more, retryMinMs }, failures, random) => {
        const any = { intervalMinMs: min, intervalMaxMs: min + more, retryMinMs };
        const wait = waitUntilNextSync(any, failures, () => random);
        expect(wait).toBeGreaterThanOrEqual(failures === 0 ? min : Math.min(min, retryMinMs));
        expect(wait).toBeLessThanOrEqual(min + more);
      }),
    );
  });
});
