import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { SyncRun } from '../responses.schema.ts';
import { findRun, runPath } from './find-run.ts';
import { runDetails } from './run-text.ts';

/** Ends well whatever became of the run: it was shown. */
export async function showRun({ api, output }: Context, text: string): Promise<Ending> {
  const reference = await findRun(api, text);
  const run = await api.get(runPath(reference), SyncRun);
  output.result(run, () => runDetails(run, reference.label));
  return 'ok';
}
