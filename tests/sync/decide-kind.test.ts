import { describe, expect, test } from 'vitest';
import { decideKind, type KindFacts } from '../../sync/decide-kind.ts';
import { KIND_REASONS } from '../../sync/run.ts';

const HOUR = 3_600_000;
const now = new Date('2026-03-01T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * HOUR);
const facts = (about: Partial<KindFacts> = {}): KindFacts => ({
  watermarkRules: 'rules',
  rules: 'rules',
  fullSyncedAt: hoursAgo(3),
  waitingKind: undefined,
  ...about,
});

describe('a run', () => {
  // prettier-ignore
  test.each<[string, Partial<KindFacts>, boolean, string]>([
    // guarantee                                                            what is stored                                                    full   kind, reason, and what it reads first
    ['reads only changes where nothing asks for more',                      {},                                                               false, 'incremental changesOnly changes'],
    ['reads everybody where no run has ended well',                         { watermarkRules: undefined, fullSyncedAt: undefined },           false, 'full noWatermark listing'],
    ['reads everybody where Graph gave no watermark',                       { watermarkRules: undefined },                                    false, 'full noWatermark listing'],
    ['reads everybody where somebody asks for it, and the changes before',  {},                                                               true,  'full asked changes'],
    ['reads everybody when settings or fields have changed',                { rules: 'others' },                                              false, 'full rulesChanged listing'],
    ['does not read changes of other properties than it needs',             { rules: 'others' },                                              true,  'full asked listing'],
    ['reads everybody while the clean-up of a full run waits',              { waitingKind: 'full' },                                          false, 'full fullListWaits changes'],
    ['reads only changes while the clean-up of an incremental run waits',   { waitingKind: 'incremental' },                                   false, 'incremental changesOnly changes'],
    ['reads only changes for a day',                                        { fullSyncedAt: new Date(hoursAgo(24).getTime() + 1) },           false, 'incremental changesOnly changes'],
    ['reads everybody once the day is over, and the changes before',        { fullSyncedAt: hoursAgo(24) },                                   false, 'full dayOver changes'],
  ])('%s', (_guarantee, about, full, expected) => {
    const { kind, kindReason, phase } = decideKind(facts(about), { full, now });
    expect(`${kind} ${kindReason} ${phase}`).toBe(expected);
  });
});

test.each(Object.entries(KIND_REASONS))('the reason %s is a sentence', (_reason, sentence) => {
  expect(sentence).toMatch(/^[A-Z].*\.$/);
});
