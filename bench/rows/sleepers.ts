import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { TenantId } from '../../sync/ids.ts';
import { SYNC_QUEUE, tenantSyncId } from '../../temporal/contract.ts';
import type { Row } from '../row.ts';
import { list, median } from '../statistics.ts';
import type { System } from '../system.ts';
import type { World } from '../world.ts';
import { idleTenant, milliseconds, shown, shownTimes } from './sync-now.ts';

/** Tenants that wait for a run in some hours: their workflows, all of them asleep, and what PostgreSQL knows of them. */
async function addSleepers(system: System, count: number, signal: AbortSignal): Promise<void> {
  const ids = Array.from({ length: count }, () => randomUUID() as TenantId);
  const nextSyncAt = Date.now() + 3 * 3_600_000;
  const left = [...ids];
  // Workflows first: the worker starts one for each tenant that has none, and such a one would begin to sync.
  const startSome = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      signal.throwIfAborted();
      await system.temporal.client.workflow.start('tenantSync', {
        workflowId: tenantSyncId(id),
        taskQueue: SYNC_QUEUE,
        args: [{ tenantId: id, nextSyncAt }],
      });
    }
  };
  await Promise.all(Array.from({ length: 40 }, startSome));
  await system.ask(
    `insert into tenants (id, name, entra_tenant_id, status, linked_at, next_sync_at)
     select id, 'asleep ' || id, gen_random_uuid(), 'active', now(), to_timestamp($2) from unnest($1::uuid[]) id`,
    [ids, nextSyncAt / 1000],
  );
  await untilNothingWaits(system, signal);
}

/** temporal/api/enums/v1/task_queue.proto: TASK_QUEUE_TYPE_WORKFLOW */
const OF_WORKFLOWS = 1;

/** Each workflow that was started has had its first step: what comes now waits behind none of them. */
async function untilNothingWaits({ temporal }: System, signal: AbortSignal): Promise<void> {
  const { client, namespace } = temporal;
  for (;;) {
    signal.throwIfAborted();
    const { stats } = await client.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: SYNC_QUEUE },
      taskQueueType: OF_WORKFLOWS,
      reportStats: true,
    });
    if (Number(stats?.approximateBacklogCount ?? 0) === 0) return;
    await delay(200);
  }
}

/** The tenants that sleep, put there once. */
const sleepersOf = (world: World): Promise<void> =>
  world.once('sleepers', async () => {
    const { sizes } = world;
    const start = performance.now();
    await addSleepers(await world.system(), sizes.sleepers, world.signal);
    world.say(`  ${sizes.sleepers} tenants went to sleep in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  });

export const SLEEPER_ROWS: readonly Row[] = [
  {
    name: 'Sync Now, among sleepers',
    what: 'From Sync Now to the first changed employee visible, among ten thousand tenants that sleep',
    against: 'one tenant',
    unit: 'ms',
    limit: { of: 'ratio', atMost: 1.5 },
    minutes: 8,
    async measure(world) {
      const { sizes } = world;
      const system = await world.system();
      const idle = await idleTenant(world);
      const alone = await shownTimes(system, idle, sizes.times);
      await sleepersOf(world);
      await shown(system, idle);
      const among = await shownTimes(system, idle, sizes.times);
      const how = `${sizes.sleepers} tenants asleep, median: ${list(among, milliseconds)}; before they were there: ${list(alone, milliseconds)} ms`;
      return { value: median(among), reference: median(alone), how };
    },
  },
  {
    name: 'worker memory, many sleepers',
    what: 'The most memory of the worker that has put ten thousand tenants to sleep',
    against: '',
    unit: 'MiB',
    limit: { of: 'value', atMost: 500 },
    minutes: 8,
    async measure(world) {
      const worker = await (await world.system()).worker();
      await sleepersOf(world);
      return {
        value: await worker.peakMemory(),
        how: `${world.sizes.sleepers} tenants asleep; VmHWM since it was started`,
      };
    },
  },
];
