import { styleText } from 'node:util';
import { formatDetails, formatTable } from '../format-table.ts';
import { counted, humanDuration, humanNumber, humanTime } from '../human-time.ts';
import { plainText } from '../plain-text.ts';
import { quoted } from '../options.ts';
import type { SyncRun } from '../responses.schema.ts';

/** One line a run, newest first; `tenant` is how the operator named it. */
export function runTable(runs: readonly SyncRun[], tenant: string): string {
  if (runs.length === 0) return 'No runs yet.';
  const rows = runs.map((run) => [
    `${plainText(tenant)}/${run.id}`,
    run.kind,
    run.trigger,
    stateText(run),
    humanTime(run.startedAt),
    took(run),
    changesText(run),
  ]);
  const columns = [
    { title: 'RUN' },
    { title: 'KIND' },
    { title: 'TRIGGER' },
    { title: 'STATE' },
    { title: 'STARTED' },
    { title: 'TOOK', align: 'right' },
    { title: 'PEOPLE' },
  ] as const;
  return formatTable(columns, rows);
}

export function runDetails(run: SyncRun, label: string): string {
  const { counts, error, progress } = run;
  const expected = progress?.expected;
  return formatDetails([
    ['run', plainText(label)],
    ['kind', `${run.kind}, ${run.trigger}${run.kindReason ? ` (${plainText(run.kindReason)})` : ''}`],
    ['state', stateText(run)],
    ['cause', error ? plainText(error.message) : undefined],
    ['remedy', error?.remedy ? plainText(error.remedy) : remedyOfStopped(run)],
    ['started', `${humanTime(run.startedAt)} (${run.startedAt})`],
    ['took', took(run) || undefined],
    [
      'read',
      run.state === 'running' && expected != null
        ? `${humanNumber(counts.read)} of about ${humanNumber(expected)}`
        : humanNumber(counts.read),
    ],
    ['changed', peopleChanged(run) ?? (run.state === 'running' ? undefined : 'nobody')],
    ['drift', run.drift ? counted(run.drift, 'person', 'people') : undefined],
    ['left out', skippedText(counts.skipped)],
    ['decide', decisionText(run, label)],
    ['Temporal', run.temporalUrl ?? undefined],
  ]);
}

/** A sync that was stopped is run again by itself, or by whoever resumes; a preview is not. */
const remedyOfStopped = ({ kind, state }: SyncRun): string | undefined =>
  kind === 'preview' && state === 'cancelled' ? 'Preview again.' : undefined;

const CHANGES = ['created', 'updated', 'removed', 'restored', 'missing', 'duplicates', 'unproven'] as const;

/** What became of people: only what happened. */
function peopleChanged({ counts }: SyncRun): string | undefined {
  const changed = CHANGES.flatMap((name) => (counts[name] > 0 ? [`${humanNumber(counts[name])} ${name}`] : []));
  return changed.length > 0 ? changed.join(', ') : undefined;
}

/** In a list, where there is room for one thing: what became of people, or why nothing did. */
function changesText(run: SyncRun): string {
  const { counts, error, state } = run;
  const changed = peopleChanged(run);
  if (changed !== undefined) return changed;
  if (error) return error.code;
  return state === 'running' ? `${counted(counts.read, 'person', 'people')} read` : 'no changes';
}

/** Who was left out, most first; undefined: nobody. */
export function skippedText(skipped: Readonly<Record<string, number>>): string | undefined {
  const reasons = Object.entries(skipped).filter(([, people]) => people > 0);
  if (reasons.length === 0) return undefined;
  const sum = reasons.reduce((total, [, people]) => total + people, 0);
  const named = reasons.sort(([, a], [, b]) => b - a).map(([reason, people]) => `${humanNumber(people)} ${reason}`);
  return `${humanNumber(sum)} (${named.join(', ')})`;
}

function decisionText({ state, waitingRunId }: SyncRun, label: string): string | undefined {
  if (state !== 'held') return undefined;
  const decided = waitingRunId == null ? label : label.replace(/\d+$/, waitingRunId);
  const run = plainText(quoted(decided));
  return `rollcall runs changes ${run}, then rollcall runs approve ${run} or rollcall runs reject ${run}`;
}

const took = ({ startedAt, finishedAt }: SyncRun): string =>
  finishedAt == null ? '' : humanDuration(startedAt, finishedAt);

const COLOURS = { running: 'cyan', succeeded: 'green', held: 'yellow', failed: 'red', cancelled: 'yellow' } as const;

function stateText({ state, decision }: SyncRun): string {
  return styleText(COLOURS[state], decision == null ? state : `${state} (${plainText(decision)})`, {
    stream: process.stdout,
  });
}
