import type { Context } from '../context.ts';
import { EXIT_CODES, type Ending } from '../exit-codes.ts';
import { quoted } from '../options.ts';
import type { SyncRun } from '../responses.schema.ts';
import { runDetails } from '../runs/run-text.ts';
import { createDisplay } from './display.ts';
import { waitForRun, type RunRequest } from './wait-for-run.ts';

/** Ends at once with the request's id, or waits for the run that answers it and ends as that one ends. */
export async function answerRequest(context: Context, request: RunRequest, wait: boolean): Promise<Ending> {
  const { output } = context;
  const { requestId, label } = request;
  if (!wait) {
    output.result({ requestId }, () => `Asked for. Watch it: rollcall runs list ${quoted(label)}`);
    return 'ok';
  }
  const display = createDisplay(output);
  const stopWatching = tellWhenInterrupted(() =>
    display.interrupted(`The run goes on. See it with: ${watchCommand()}`),
  );
  let number: string | undefined;
  const watchCommand = () =>
    number === undefined ? `rollcall runs list ${quoted(label)}` : `rollcall runs show ${quoted(`${label}/${number}`)}`;
  try {
    const run = await waitForRun(context, request, {
      ...display,
      running: (run) => {
        number = run.id;
        display.running(run);
      },
    });
    display.ended();
    output.result(run, () => runDetails(run, `${label}/${run.id}`));
    return ENDING_OF[run.state];
  } finally {
    stopWatching();
    display.ended();
  }
}

/** `running` is never waited to its end. */
const ENDING_OF = {
  succeeded: 'ok',
  failed: 'failed',
  cancelled: 'failed',
  held: 'held',
  running: 'failed',
} as const satisfies Record<SyncRun['state'], Ending>;

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
