import { describe, expect, test } from 'vitest';
import { afterPlaceLost, type LostPlace } from '../../sync/after-place-lost.ts';

describe('a run that has lost its place', () => {
  // prettier-ignore
  test.each<[string, LostPlace, string]>([
    // guarantee                                                       why             phase                  at its beginning     can go back       begun again    goes on
    ['in a listing goes back one link first',                          { why: 'refused', phase: 'listing', atWatermark: false, canGoBack: true,  restarts: 0 }, 'oneLinkBack'],
    ['in a listing goes back one link, however often it began again',  { why: 'refused', phase: 'listing', atWatermark: false, canGoBack: true,  restarts: 5 }, 'oneLinkBack'],
    ['in a listing begins it again after that',                        { why: 'refused', phase: 'listing', atWatermark: false, canGoBack: false, restarts: 0 }, 'start'],
    ['in a listing begins it again five times',                        { why: 'refused', phase: 'listing', atWatermark: false, canGoBack: false, restarts: 4 }, 'start'],
    ['in a listing gives up the sixth time',                           { why: 'refused', phase: 'listing', atWatermark: false, canGoBack: false, restarts: 5 }, 'giveUp'],
    ['in the changes goes back to where the last run ended',           { why: 'refused', phase: 'changes', atWatermark: false, canGoBack: true,  restarts: 0 }, 'start'],
    ['in the changes gives up when they begin again and again',        { why: 'refused', phase: 'changes', atWatermark: false, canGoBack: false, restarts: 5 }, 'giveUp'],
    ['where the last run ended reads everybody',                       { why: 'refused', phase: 'changes', atWatermark: true,  canGoBack: false, restarts: 0 }, 'everybody'],
    ['where the last run ended reads everybody, even at the last',     { why: 'refused', phase: 'changes', atWatermark: true,  canGoBack: true,  restarts: 5 }, 'everybody'],
    ['in changes without an end reads everybody',                      { why: 'endless', phase: 'changes', atWatermark: false, canGoBack: false, restarts: 0 }, 'everybody'],
    ['in a listing without an end gives up, wherever it could go back',{ why: 'endless', phase: 'listing', atWatermark: false, canGoBack: true,  restarts: 0 }, 'giveUp'],
  ])('%s', (_guarantee, place, expected) => {
    expect(afterPlaceLost(place)).toBe(expected);
  });
});
