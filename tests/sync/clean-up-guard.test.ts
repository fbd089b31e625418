import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardCleanUp, listingIncomplete } from '../../sync/clean-up-guard.ts';

const limits = { maxRemovalsPercent: 10, maxRemovals: 500 };

describe('a clean-up waits for a person', () => {
  // prettier-ignore
  test.each<[string, number, number, number, 'apply' | 'tooLargeAShare' | 'tooMany']>([
    // guarantee                                             to remove last 24 h  active  verdict
    ['never where nobody leaves, even after a hard day',         0, 900,   1_000, 'apply'],
    ['not for five of a handful',                                5,   0,       8, 'apply'],
    ['not for all five of five',                                 5,   0,       5, 'apply'],
    ['for the sixth of a handful',                               6,   0,       8, 'tooLargeAShare'],
    ['for the sixth within a day',                               1,   5,       8, 'tooLargeAShare'],
    ['not at exactly the share',                               100,   0,   1_000, 'apply'],
    ['for one more than the share',                            101,   0,   1_000, 'tooLargeAShare'],
    ['not while a day stays within the share',                  40,  60,   1_000, 'apply'],
    ['for a slow drip that exceeds the share within a day',     41,  60,   1_000, 'tooLargeAShare'],
    ['not at exactly the number',                              500,   0, 100_000, 'apply'],
    ['for one more than the number, small as the share is',    501,   0, 100_000, 'tooMany'],
    ['for a slow drip that exceeds the number within a day',     1, 500, 100_000, 'tooMany'],
    ['for everybody of a tenant',                            1_000,   0,   1_000, 'tooMany'],
    ['where missing people leave and nobody is active',          6,   0,       0, 'tooLargeAShare'],
  ])('%s', (_guarantee, toRemove, removedLast24h, active, expected) => {
    const verdict = guardCleanUp({ toRemove, removedLast24h, active }, limits);
    expect(verdict.kind === 'hold' ? verdict.reason : 'apply').toBe(expected);
  });

  // prettier-ignore
  test.each<[string, number, number, number, number, 'apply' | 'hold']>([
    // guarantee                                          percent    number  to remove active  verdict
    ['for anybody, where the number is none',               10,         0,     1,  1_000, 'hold'],
    ['for the sixth, where the share is none',               0,       500,     6,  1_000, 'hold'],
    ['not for five, where the share is none',                0,       500,     5,  1_000, 'apply'],
    ['not for all, where the share is everything',         100, 1_000_000, 1_000,  1_000, 'apply'],
    ['not at exactly a fraction of a per cent',           0.57,       500,    57, 10_000, 'apply'],
    ['for one more than a fraction of a per cent',        0.57,       500,    58, 10_000, 'hold'],
    ['not at exactly a share that binary fractions miss',  1.1,       500,    11,  1_000, 'apply'],
    ['for the sixth, where the share is five and a bit',   5.5,       500,     6,    100, 'hold'],
  ])('%s', (_guarantee, maxRemovalsPercent, maxRemovals, toRemove, active, expected) => {
    const verdict = guardCleanUp({ toRemove, removedLast24h: 0, active }, { maxRemovalsPercent, maxRemovals });
    expect(verdict.kind).toBe(expected);
  });

  test('and is told how many would go within the day, and how many may', () => {
    expect(guardCleanUp({ toRemove: 20, removedLast24h: 90, active: 1_050 }, limits)).toEqual({
      kind: 'hold',
      reason: 'tooLargeAShare',
      removals: 110,
      limit: 105,
    });
    expect(guardCleanUp({ toRemove: 600, removedLast24h: 1, active: 100_000 }, limits)).toEqual({
      kind: 'hold',
      reason: 'tooMany',
      removals: 601,
      limit: 500,
    });
  });

  test('whenever more would go than the number that it is told', () => {
    const facts = fc.record({ toRemove: fc.nat(5_000), removedLast24h: fc.nat(2_000), active: fc.nat(50_000) });
    const anyLimits = fc.record({
      maxRemovalsPercent: fc.double({ min: 0, max: 100, noNaN: true }),
      maxRemovals: fc.nat(3_000),
    });
    fc.assert(
      fc.property(facts, anyLimits, (each, most) => {
        const verdict = guardCleanUp(each, most);
        if (verdict.kind === 'hold') expect(verdict.removals).toBeGreaterThan(verdict.limit);
        else if (each.toRemove > 0) expect(each.toRemove + each.removedLast24h).toBeLessThanOrEqual(most.maxRemovals);
      }),
    );
  });
});

describe('a listing was no good', () => {
  // prettier-ignore
  test.each<[string, number, number, number, boolean]>([
    // guarantee                                          listed  still there  active  no good
    ['when nobody came',                                       0,   0,   1_000, true],
    ['when nobody came and nobody is known yet',               0,   0,       0, true],
    ['not when everybody who is missing from it is gone',    900,   0,   1_000, false],
    ['not when it left out five of a handful',                 3,   5,       8, false],
    ['when it left out six of a handful',                      2,   6,       8, true],
    ['not when it left out exactly the share',               900, 100,   1_000, false],
    ['when it left out one more than the share',             899, 101,   1_000, true],
    ['not when it left out exactly the number',           99_500, 500, 100_000, false],
    ['when it left out one more than the number',         99_499, 501, 100_000, true],
  ])('%s', (_guarantee, listed, stillThere, active, expected) => {
    expect(listingIncomplete({ listed, stillThere, active }, limits)).toBe(expected);
  });

  test('exactly when the guard would not have let so many go, on a day when nobody else went', () => {
    const most = fc.record({ maxRemovalsPercent: fc.integer({ min: 0, max: 100 }), maxRemovals: fc.nat(3_000) });
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(50_000), most, (people, active, each) => {
        const held = guardCleanUp({ toRemove: people, removedLast24h: 0, active }, each).kind === 'hold';
        expect(listingIncomplete({ listed: 1, stillThere: people, active }, each)).toBe(held);
      }),
    );
  });
});
