import { isCI, progress } from '@clack/prompts';
import { counted, humanNumber } from '../human-time.ts';
import type { Output } from '../output.ts';
import type { SyncRun } from '../responses.schema.ts';
import type { Watcher } from './wait-for-run.ts';

/** Shows a run while it is waited for: a bar where a person watches, else a line now and then. On stderr. */
export type Display = Watcher & {
  /** Takes the bar away; twice is harmless. */
  readonly ended: () => void;
  /** The same, with a last word. */
  readonly interrupted: (word: string) => void;
};

export function createDisplay(output: Output): Display {
  const watched = process.stderr.isTTY && process.stdin.isTTY && !isCI();
  return watched && process.stderr.columns >= LEAST_COLUMNS ? createBar(output) : createLines(output);
}

/** A bar that does not fit on one line leaves its pieces behind; some terminals say that they have no columns. */
const LEAST_COLUMNS = 70;
const BAR_COLUMNS = 24;

const WAITING = 'Waiting for the run to start…';

function createBar(output: Output): Display {
  const stopped = 'Stopped watching.';
  const bar = progress({
    max: 100,
    size: BAR_COLUMNS,
    output: process.stderr,
    withGuide: false,
    cancelMessage: stopped,
    errorMessage: stopped,
  });
  let percent = 0;
  let open = true;
  bar.start(WAITING);
  const close = () => {
    if (open) bar.clear();
    open = false;
  };
  return {
    waiting: (why) => bar.message(why || WAITING),
    away: (error) => bar.message(`${error.message} Trying again…`),
    running: (run) => {
      const now = percentOf(run);
      bar.advance(now - percent, progressText(run)); // backwards too: a listing can start anew
      percent = now;
    },
    ended: close,
    interrupted: (word) => {
      close();
      output.note(word);
    },
  };
}

/** Rarely enough for a log, often enough to see that it lives. */
const LINE_EVERY_MS = 5000;

function createLines(output: Output): Display {
  let last = '';
  let saidAt = 0;
  let started: string | undefined;
  const say = (line: string, always: boolean) => {
    if (line === last || (!always && Date.now() - saidAt < LINE_EVERY_MS)) return;
    last = line;
    saidAt = Date.now();
    output.note(line);
  };
  return {
    waiting: (why) => say(why || WAITING, true),
    away: (error) => say(`${error.message} Trying again…`, true),
    running: (run) => {
      if (run.id !== started) say(`Run ${run.id} (${run.kind}, ${run.trigger}) has started.`, true);
      started = run.id;
      if (run.state === 'running') say(progressText(run), false);
    },
    ended: () => undefined,
    interrupted: (word) => output.note(word),
  };
}

const readOf = (run: SyncRun): number => run.progress?.read ?? run.counts.read;

function percentOf(run: SyncRun): number {
  const expected = run.progress?.expected ?? 0;
  return expected > 0 ? Math.min(100, Math.floor((readOf(run) / expected) * 100)) : 0;
}

function progressText(run: SyncRun): string {
  const { expected } = run.progress ?? {};
  if (expected == null) return `${counted(readOf(run), 'person', 'people')} read`;
  return `${humanNumber(readOf(run))} of about ${counted(expected, 'person', 'people')} read`;
}
