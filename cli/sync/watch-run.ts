import { EXIT_CODES } from '../exit-codes.ts';
import { quoted } from '../options.ts';
import type { Output } from '../output.ts';
import type { SyncRun } from '../responses.schema.ts';
import { createDisplay } from './display.ts';
import type { Watcher } from './wait-for-run.ts';

/** A run as the operator named it; without a number while it is not known. */
type Watched = { readonly tenant: string; readonly number?: string };

/** Shows a run while it is waited for. Ctrl-C ends the waiting, not the run, and says where to see it. */
export async function watchRun(
  output: Output,
  { tenant, number: known }: Watched,
  wait: (watcher: Watcher) => Promise<SyncRun>,
): Promise<SyncRun> {
  const display = createDisplay(output);
  let number = known;
  const watchCommand = () =>
    number === undefined
      ? `rollcall runs list ${quoted(tenant)}`
      : `rollcall runs show ${quoted(`${tenant}/${number}`)}`;
  const stopWatching = tellWhenInterrupted(() =>
    display.interrupted(`The run goes on. See it with: ${watchCommand()}`),
  );
  try {
    return await wait({
      ...display,
      running: (run) => {
        number = run.id;
        display.running(run);
      },
    });
  } finally {
    stopWatching();
    display.ended();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ctrl-C ends the waiting, not the run. It arrives as a signal, or, while the progress bar has the keyboard, as the
 * bar's own `process.exit(0)`: both come past 'exit', where the code can still be set.
 */
function tellWhenInterrupted(tell: () => void): () => void {
  const interrupted = () => process.exit(EXIT_CODES.interrupted);
  const leaving = () => {
    tell();
    process.exitCode = EXIT_CODES.interrupted;
  };
  for (const signal of SIGNALS) process.on(signal, interrupted);
  process.on('exit', leaving);
  return () => {
    for (const signal of SIGNALS) process.off(signal, interrupted);
    process.off('exit', leaving);
  };
}
