import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { quoted } from '../options.ts';
import type { SyncRun } from '../responses.schema.ts';
import { runDetails } from '../runs/run-text.ts';
import { waitForRun, type RunRequest } from './wait-for-run.ts';
import { watchRun } from './watch-run.ts';

/** Ends at once with the request's id, or waits for the run that answers it and ends as that one ends. */
export async function answerRequest(context: Context, request: RunRequest, wait: boolean): Promise<Ending> {
  const { output } = context;
  const { requestId, label } = request;
  if (!wait) {
    output.result({ requestId }, () => `Asked for. Watch it: rollcall runs list ${quoted(label)}`);
    return 'ok';
  }
  const run = await watchRun(output, { tenant: label }, (watcher) => waitForRun(context, request, watcher));
  output.result(run, () => runDetails(run, `${label}/${run.id}`));
  return ENDING_OF[run.state];
}

/** What waiting for a run ends with. `running` is never waited to its end. */
export const ENDING_OF = {
  succeeded: 'ok',
  failed: 'failed',
  cancelled: 'failed',
  held: 'held',
  running: 'failed',
} as const satisfies Record<SyncRun['state'], Ending>;
