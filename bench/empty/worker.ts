import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import type { Activities } from '../../activities/create-activities.ts';
import { createWorkers } from '../../worker/create-workers.ts';
import { EMPTY_QUEUE } from './empty-queue.ts';

/**
 * The process that works for the empty shape: the same two workers as Rollcall's, with other workflows and activities.
 * It tells its parent when an activity of a tenant is done which in Rollcall shows changes or ends a run.
 */
const [address = '', namespace = ''] = process.argv.slice(2);
const tell =
  (what: string) =>
  async ({ id }: { readonly id: string }): Promise<void> =>
    void process.send?.({ what, id });
const nothing = async (): Promise<void> => undefined;
const activities = {
  openRun: nothing,
  syncPages: tell('shown'),
  findVanished: nothing,
  closeRun: nothing,
  scheduleNextRun: tell('ended'),
};

const logger = new DefaultLogger('ERROR');
Runtime.install({ logger, shutdownSignals: [] });
const workers = await createWorkers({
  connection: await NativeConnection.connect({ address }),
  namespace,
  activities: activities as unknown as Activities, // workers take any functions by their names
  workflowBundle: await bundle(),
  taskQueue: EMPTY_QUEUE,
  maxActivities: 20,
  heartbeatMs: 60_000,
});
process.once('disconnect', () => process.exit(0)); // its parent is gone
const running = workers.run();
process.send?.({ what: 'ready', id: '' });
await running;

async function bundle(): Promise<{ readonly codePath: string }> {
  const codePath = process.argv[4] ?? '';
  const workflowsPath = createRequire(import.meta.url).resolve('./workflows.ts');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  await writeFile(codePath, code);
  return { codePath };
}
