import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { SyncRun } from '../responses.schema.ts';
import { findRun, runPath } from './find-run.ts';

const DONE = {
  approve: 'Approved: exactly the people of this list are removed, each after being asked for once more.',
  reject: 'Rejected: nobody of this list is removed.',
} as const;

/** Decides a held clean-up. Another decision than the one that stands is refused. */
export async function decideRun(
  { api, output }: Context,
  text: string,
  decision: 'approve' | 'reject',
): Promise<Ending> {
  const run = await api.send('POST', `${runPath(await findRun(api, text))}/approval`, SyncRun, { decision });
  output.result(run, () => DONE[decision]);
  return 'ok';
}
