import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmpty, type EmptyShape } from '../empty/start-empty.ts';
import type { Row } from '../row.ts';
import { list, median } from '../statistics.ts';
import type { BenchTenant, System } from '../system.ts';
import type { World } from '../world.ts';

export const emptyShape = (world: World): Promise<EmptyShape> =>
  world.once('empty shape', async () => startEmpty(await world.system()));

/** A tenant of whom Sync Now is asked, synced once, and one of its people who will change. */
type Idle = { readonly tenant: BenchTenant; readonly person: string };

export const idleTenant = (world: World): Promise<Idle> =>
  world.once('idle tenant', async () => {
    const system = await world.system();
    await system.worker();
    const tenant = await system.tenant(world.sizes.tenant);
    await tenant.run();
    const [person = ''] = await system.emulator.people(tenant.entraTenantId, 1);
    await shown(system, { tenant, person }); // the first one meets cold caches
    return { tenant, person };
  });

/** Milliseconds from Sync Now until the change of one person can be read by others; then waits for the run's end. */
export async function shown({ emulator, ask }: System, { tenant, person }: Idle): Promise<number> {
  const jobTitle = randomUUID();
  await emulator.changePerson(tenant.entraTenantId, person, { jobTitle });
  const start = performance.now();
  const { requestId } = await tenant.ask();
  for (;;) {
    const [found] = await ask(
      `select 1 from employees where tenant_id = $1 and entra_object_id = $2 and values ->> 'jobTitle' = $3`,
      [tenant.id, person, jobTitle],
    );
    if (found !== undefined) break;
    await delay(2);
  }
  const ms = performance.now() - start;
  for (;;) {
    // The tenant sleeps again once its next run is scheduled.
    const [asleep] = await ask(
      `select 1 from sync_runs r join tenants t on t.id = r.tenant_id
       where r.tenant_id = $1 and $2 = any(r.request_ids) and r.state = 'succeeded' and t.next_sync_at >= r.finished_at`,
      [tenant.id, requestId],
    );
    if (asleep !== undefined) break;
    await delay(10);
  }
  await delay(50);
  return ms;
}

export async function shownTimes(system: System, idle: Idle, times: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let n = 0; n < times; n++) found.push(await shown(system, idle));
  return found;
}

export const milliseconds = (ms: number): string => ms.toFixed(0);

const idleShown = (world: World): Promise<readonly number[]> =>
  world.once('Sync Now of an idle tenant', async () =>
    shownTimes(await world.system(), await idleTenant(world), world.sizes.times),
  );

export const SYNC_NOW_ROWS: readonly Row[] = [
  {
    name: 'Sync Now, idle',
    what: 'From Sync Now to the first changed employee visible, in a tenant that sleeps',
    against: 'the same parent, child and activities with nothing in them',
    unit: 'ms',
    limit: { of: 'ratio', atMost: 2 },
    minutes: 4,
    async measure(world) {
      const { sizes } = world;
      const system = await world.system();
      const [idle, empty] = [await idleTenant(world), await emptyShape(world)];
      const id = randomUUID();
      await empty.untilShown(id);
      await delay(200);
      const found = { own: [] as number[], nothing: [] as number[] };
      for (let n = 0; n < sizes.times; n++) {
        found.own.push(await shown(system, idle));
        found.nothing.push(await empty.untilShown(id));
        await delay(200);
      }
      const how = `${sizes.tenant} people, ${sizes.times} in turn, median: ${list(found.own, milliseconds)}; nothing in it: ${list(found.nothing, milliseconds)} ms`;
      return { value: median(found.own), reference: median(found.nothing), how };
    },
  },
  {
    name: 'Sync Now, beside a large sync',
    what: 'From Sync Now to the first changed employee visible, while another tenant has its first sync',
    against: 'no other sync',
    unit: 'ms',
    limit: { of: 'ratio', atMost: 3 },
    minutes: 4,
    async measure(world) {
      const { sizes } = world;
      const system = await world.system();
      const idle = await idleTenant(world);
      const reference = await idleShown(world);
      const large = await system.tenant(sizes.large);
      await large.ask();
      const read = async (): Promise<number> => {
        const [run] = await system.ask<{ read: number; state: string }>(
          'select read, state from sync_runs where tenant_id = $1',
          [large.id],
        );
        return run?.state === 'running' ? run.read : run === undefined ? 0 : -1;
      };
      while ((await read()) === 0) await delay(20);
      const busy: number[] = [];
      while (busy.length < sizes.times && (await read()) >= 0) busy.push(await shown(system, idle));
      const readMeanwhile = await read();
      await system.ask(`update tenants set status = 'paused' where id = $1`, [large.id]);
      await system.sync.send(large.id, { kind: 'pause' });
      while ((await read()) >= 0) await delay(50);
      if (busy.length === 0) throw new Error('The large sync ended before anything was measured beside it.');
      const how = `${sizes.tenant} people beside ${sizes.large} (${readMeanwhile} read by then), median: ${list(busy, milliseconds)}; alone: ${list(reference, milliseconds)} ms`;
      return { value: median(busy), reference: median(reference), how };
    },
  },
];
