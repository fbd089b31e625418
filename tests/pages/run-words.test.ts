import { describe, expect, test } from 'vitest';
import { outcomeSentence, REASON_WORDS, timeLeftText } from '../../api/pages/runs/run-words.ts';
import type { RunRow } from '../../db/run-row.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { RunId } from '../../sync/ids.ts';

const NOW = new Date('2026-05-04T09:00:00Z');
const none = { read: 0, created: 0, updated: 0, unchanged: 0, removed: 0, restored: 0, missing: 0, duplicates: 0 };
const run = ({
  counts,
  ...about
}: Omit<Partial<RunRow>, 'counts'> & { counts?: Partial<RunRow['counts']> }): RunRow => ({
  id: '7' as RunId, // a number in decimal
  kind: 'full',
  trigger: 'schedule',
  kindReason: 'dayOver',
  state: 'succeeded',
  decision: null,
  waitingRunId: null,
  supersededBy: null,
  approves: null,
  requestIds: [],
  startedAt: new Date(NOW.getTime() - 60_000),
  finishedAt: NOW,
  drift: null,
  wouldHold: null,
  expected: 100_000,
  error: null,
  ...about,
  counts: { ...none, unproven: 0, skipped: {}, ...counts },
});
const five = '5' as RunId; // as above

// prettier-ignore
const CASES: readonly (readonly [string, RunRow, string])[] = [
  ['nothing changed',  run({}), 'Succeeded. Nothing had changed.'],
  ['what changed',     run({ counts: { created: 12, updated: 3400, removed: 1 } }), 'Succeeded. 12 new, 3,400 changed, 1 removed.'],
  ['back and missing', run({ counts: { restored: 2, missing: 3 } }), 'Succeeded. 2 back, 3 missing.'],
  ['going on',         run({ state: 'running', counts: { read: 62_000 } }), 'Going on: 62,000 of about 100,000 people read.'],
  ['held',             run({ state: 'held' }), 'Waiting for a decision: 612 people would be removed. Nobody is until somebody decides.'],
  ['held with another',run({ state: 'held', waitingRunId: five }), 'Found the people whose removal waits for a decision since run 5.'],
  ['approved',         run({ decision: 'approved' }), 'Succeeded. Nothing had changed. The removals that it planned were approved.'],
  ['rejected',         run({ decision: 'rejected' }), 'Succeeded. Nothing had changed. The removals that it planned were rejected: nobody was removed.'],
  ['superseded',       run({ decision: 'superseded', supersededBy: five }), 'Succeeded. Nothing had changed. The removals that it planned gave way to those of run 5.'],
  ['failed',           run({ state: 'failed', error: { code: 'tooManyFields', detail: null } }), `Failed. ${FAILURES.tooManyFields.message}`],
  ['cancelled',        run({ state: 'cancelled' }), 'Stopped before its end, by a pause. What it had written stays.'],
];

describe('what became of a run, in one sentence', () => {
  test.each(CASES)('%s', (_what, about, sentence) => {
    expect(outcomeSentence(about, 612)).toBe(sentence);
  });
});

// prettier-ignore
test.each([
  [{ read: 0 },       100_000, ''],
  [{ read: 60_000 },  100_000, 'about 40 seconds left'],
  [{ read: 99_999 },  100_000, 'about 1 second left'],
  [{ read: 10_000 },  100_000, 'about 9 minutes left'],
  [{ read: 100_000 }, 100_000, 'all read, finishing'],
  [{ read: 5 },       null,    ''],
])('a minute after its start, a run that has %o of %s people says “%s”', (counts, expected, text) => {
  expect(timeLeftText(run({ counts, expected }), NOW)).toBe(text);
});

test('a change is not put down to Entra alone, since a field or the e-mail rule may have been changed', () => {
  expect(REASON_WORDS.changed).toBe('other values, by Entra or by the settings');
});
