import type { RunRow } from '../../../db/run-row.ts';
import { assertNever } from '../../../sync/assert-never.ts';
import { failureOf } from '../../../sync/failure.ts';
import type { ChangeAction, ChangeReason } from '../../../sync/planned-change.ts';
import type { RunCounts, RunKind, RunState, Trigger } from '../../../sync/run.ts';
import { numberText, peopleText } from '../words/relative-time.ts';
import { progressText } from '../words/tenant-state.ts';

/** Runs in the words of people. Complete by type: a new kind, state or reason does not compile without its words. */

export const RUN_KIND_WORDS: Readonly<Record<RunKind, string>> = {
  full: 'Full run',
  incremental: 'Incremental run',
  cleanUp: 'Clean-up',
  preview: 'Preview',
};

export const STATE_WORDS: Readonly<Record<RunState, string>> = {
  running: 'Going on',
  succeeded: 'Succeeded',
  held: 'Waiting',
  failed: 'Failed',
  cancelled: 'Stopped',
};

export const TRIGGER_WORDS: Readonly<Record<Trigger, string>> = {
  schedule: 'by the schedule',
  manual: 'by Sync Now',
  link: 'as the first sync',
  settings: 'because settings were saved',
  retry: 'to try again',
  approval: 'because its list was approved',
};

export const ACTION_WORDS: Readonly<Record<ChangeAction, string>> = {
  create: 'New',
  update: 'Changed',
  remove: 'Removed',
  missing: 'Missing',
  restore: 'Back',
  skip: 'Not imported',
};

/** Of a change that waits for a decision, or that saving would make. */
export const PLANNED_WORDS: Readonly<Partial<Record<ChangeAction, string>>> = {
  create: 'Would come',
  update: 'Would change',
  restore: 'Would come back',
  remove: 'Would be removed',
  missing: 'Would be missing',
};

export const REASON_WORDS: Readonly<Record<ChangeReason, string>> = {
  matches: 'matches the filters',
  changed: 'other values, by Entra or by the settings',
  back: 'is back in Entra, or matches again',
  deleted: 'deleted in Entra',
  byHand: 'done by a person',
  notProven: 'not in the listing: a sync asks Entra for them before they go',
  group: 'in none of the chosen groups',
  disabled: 'the account is disabled',
  guest: 'a guest',
  sharedMailbox: 'a shared mailbox',
  room: 'a room',
  equipment: 'equipment',
  serviceAccount: 'a service account',
  odata: 'does not match the OData filter',
  expression: 'does not match the expression',
  unknown: 'a filter could not be decided',
  noEmail: 'no e-mail address',
};

/** `12 new, 340 changed, 3 removed`; empty where a run changed nothing. */
export function changesText({ created, updated, restored, removed, missing }: RunCounts): string {
  const parts = [
    [created, 'new'],
    [updated, 'changed'],
    [restored, 'back'],
    [missing, 'missing'],
    [removed, 'removed'],
  ] as const;
  return parts
    .filter(([people]) => people > 0)
    .map(([people, word]) => `${numberText(people)} ${word}`)
    .join(', ');
}

/** What became of a run, in one sentence. `waitingPeople`: on the list that waits, where one does. */
export function outcomeSentence(run: RunRow, waitingPeople: number | undefined): string {
  const { state } = run;
  switch (state) {
    case 'running':
      return `Going on: ${progressText(run)}.`;
    case 'succeeded':
      return sentenceOfSucceeded(run);
    case 'held':
      if (run.waitingRunId !== null)
        return `Found the people whose removal waits for a decision since run ${run.waitingRunId}.`;
      return `Waiting for a decision: ${peopleText(waitingPeople ?? 0)} would be removed. Nobody is until somebody decides.`;
    case 'failed':
      return `Failed. ${failureOf(run.error?.code ?? 'unknown').message}`;
    case 'cancelled':
      return 'Stopped before its end, by a pause. What it had written stays.';
    default:
      return assertNever(state);
  }
}

function sentenceOfSucceeded(run: RunRow): string {
  const changes = changesText(run.counts);
  const did = changes === '' ? 'Nothing had changed.' : `${changes.charAt(0).toUpperCase()}${changes.slice(1)}.`;
  switch (run.decision) {
    case null:
      return `Succeeded. ${did}`;
    case 'approved':
      return `Succeeded. ${did} The removals that it planned were approved.`;
    case 'rejected':
      return `Succeeded. ${did} The removals that it planned were rejected: nobody was removed.`;
    case 'superseded':
      return `Succeeded. ${did} The removals that it planned gave way to ${run.supersededBy === null ? 'a newer list' : `those of run ${run.supersededBy}`}.`;
    default:
      return assertNever(run.decision);
  }
}

/** `about 40 seconds left`, by the pace so far; empty where nobody can tell. */
export function timeLeftText(
  { counts, expected, startedAt }: Pick<RunRow, 'counts' | 'expected' | 'startedAt'>,
  now: Date,
): string {
  if (expected === null || counts.read === 0) return '';
  const left = expected - counts.read;
  if (left <= 0) return 'all read, finishing';
  const seconds = Math.ceil((left * (now.getTime() - startedAt.getTime())) / counts.read / 1000);
  if (seconds < 90) return `about ${Math.max(1, seconds)} ${seconds <= 1 ? 'second' : 'seconds'} left`;
  return `about ${numberText(Math.round(seconds / 60))} minutes left`;
}
