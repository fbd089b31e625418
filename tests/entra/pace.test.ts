import { describe, expect, test } from 'vitest';
import { pauseBefore, UNUSED, useUnits } from '../../entra/pace.ts';

const NOW = 1_000_000;
const used = (units: number) => useUnits(UNUSED, units, NOW);

// https://learn.microsoft.com/en-us/graph/throttling-limits
describe('the pause before a request', () => {
  test.each([
    //                                          share  ago    pause
    ['none while Graph tells nothing', undefined, 0, 0],
    ['short where the telling begins', 0.8, 0, 500],
    ['longer the more is used', 0.9, 0, 1_500],
    ['longer where throttling begins', 1, 0, 2_500],
    ['longest at the highest share that is told', 1.8, 0, 10_500],
    ['shorter, as units come back', 1, 2_000, 500],
    ['none once they have come back', 1, 2_500, 0],
  ] as const)('is %s', (_guarantee, share, agoMs, pauseMs) => {
    const directory = share === undefined ? undefined : { share, at: NOW - agoMs };
    expect(pauseBefore(UNUSED, directory, NOW)).toBeCloseTo(pauseMs, -1);
  });

  test.each([
    //                                                     units    after  pause
    ['none while all tenants together use little', 100_000, 0, 0],
    ['none below four fifths of their budget', 120_000, 0, 0],
    ['as long as it takes to come back there', 135_000, 0, 2_000],
    ['shorter, as units come back', 135_000, 1_500, 500],
    ['none after the whole window', 150_000, 20_000, 0],
  ] as const)('of a budget of all tenants is %s', (_guarantee, units, afterMs, pauseMs) => {
    expect(pauseBefore(used(units), undefined, NOW + afterMs)).toBe(pauseMs);
  });

  test('lasts until Microsoft wants to hear from our app again', () => {
    const closed = { ...UNUSED, closedUntil: NOW + 7_000 };
    expect(pauseBefore(closed, undefined, NOW)).toBe(7_000);
    expect(pauseBefore(closed, { share: 0.8, at: NOW }, NOW)).toBe(7_000);
    expect(pauseBefore(closed, undefined, NOW + 7_000)).toBe(0);
  });

  test('forgets no use, and none twice', () => {
    const twice = useUnits(useUnits(UNUSED, 75_000, NOW), 75_000, NOW + 10_000);
    expect(twice.units).toBe(75_000); // the first have come back
  });
});
