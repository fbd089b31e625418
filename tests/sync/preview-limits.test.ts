import { describe, expect, test } from 'vitest';
import type { RunId } from '../../sync/ids.ts';
import { mayPreview, previewsToForget, type StoredPreview } from '../../sync/preview-limits.ts';

const NOW = new Date('2026-05-04T09:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SOON = new Date(NOW.getTime() + MINUTE / 2);
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
const preview = (runId: number, agoMs: number, running = false): StoredPreview => ({
  runId: String(runId) as RunId, // a run's number in decimal
  startedAt: ago(agoMs),
  running,
});

describe('another preview may begin', () => {
  // prettier-ignore
  test.each<[string, readonly StoredPreview[], boolean]>([
    ['where there is none',                                   [],                                                                     true],
    ['beside one that is going',                              [preview(1, MINUTE, true)],                                             true],
    ['not beside two that are going',                         [preview(2, MINUTE, true), preview(1, 59 * MINUTE, true)],              false],
    ['beside any number that have ended',                     [preview(3, 1), preview(2, 2), preview(1, 3)],                          true],
    ['beside two of which one has been going for over an hour', [preview(2, MINUTE, true), preview(1, HOUR, true)],                   true],
  ])('%s', (_guarantee, previews, expected) => {
    expect(mayPreview(previews, NOW)).toBe(expected);
  });
});

describe('a preview is forgotten', () => {
  const six = [6, 5, 4, 3, 2, 1].map((n) => preview(n, (7 - n) * HOUR));
  // prettier-ignore
  test.each<[string, readonly StoredPreview[], readonly string[], Date | undefined]>([
    ['not where there is none',                        [],                                         [],    undefined],
    ['after a day, and not before',                    [preview(2, HOUR), preview(1, 24 * HOUR)],  ['1'], new Date(NOW.getTime() + 23 * HOUR)],
    ['after a day though it seems to be going',        [preview(1, 25 * HOUR, true)],              ['1'], undefined],
    ['when five newer ones are there',                 six,                                        ['1'], new Date(NOW.getTime() + 19 * HOUR)],
    ['in whatever order they are told',                [...six].reverse(),                         ['1'], new Date(NOW.getTime() + 19 * HOUR)],
    ['not while it is going, though five are newer',   [...six.slice(0, 5), preview(1, 6 * HOUR, true)], [], SOON],
  ])('%s', (_guarantee, previews, forget, lookAgainAt) => {
    expect(previewsToForget(previews, NOW)).toEqual({ forget, lookAgainAt });
  });
});

test('a preview that is going is looked at again before the next minute, and no later than it is forgotten', () => {
  const lookAgainAt = (...previews: readonly StoredPreview[]) => previewsToForget(previews, NOW).lookAgainAt;
  expect(lookAgainAt(preview(1, HOUR), preview(2, 0, true))).toEqual(SOON);
  expect(lookAgainAt(preview(2, 24 * HOUR - 10, true))).toEqual(new Date(NOW.getTime() + 10));
});
