import { setTimeout as pause } from 'node:timers/promises';
import type { Run } from './rollcall-api.ts';

const ASK_EVERY_MS = 250;
/** A worker that is up takes the first run within a second. */
const START_TIMEOUT_MS = 60_000;

export type Watched = {
  readonly newestRun: () => Promise<Run | undefined>;
  readonly signal: AbortSignal;
  readonly onProgress: (run: Run) => void;
};

/** Waits until the newest run has ended, and returns it; undefined when none has begun within a minute. */
export async function followRun({ newestRun, signal, onProgress }: Watched): Promise<Run | undefined> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const run = await newestRun();
    if (run === undefined && Date.now() > deadline) return undefined;
    if (run !== undefined && run.state !== 'running') return run;
    if (run !== undefined) onProgress(run);
    await pause(ASK_EVERY_MS, undefined, { signal });
  }
}
