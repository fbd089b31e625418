import { setTimeout as delay } from 'node:timers/promises';
import type { Row } from '../row.ts';
import { seconds } from '../statistics.ts';
import type { BenchTenant, System } from '../system.ts';
import { emptyShape } from './sync-now.ts';

/** People of a small tenant. */
const FEW = 20;

/** Sync Now of all of them at once, until the last run has ended, in milliseconds. */
async function runAll(system: System, tenants: readonly BenchTenant[], runsBefore: number): Promise<number> {
  const start = performance.now();
  await Promise.all(tenants.map((tenant) => tenant.ask()));
  const ids = tenants.map(({ id }) => id);
  for (;;) {
    const [found] = await system.ask<{ ended: number; failed: number }>(
      `select count(*) filter (where state = 'succeeded')::int as ended, count(*) filter (where state = 'failed')::int as failed
       from sync_runs where tenant_id = any($1)`,
      [ids],
    );
    if ((found?.failed ?? 0) > 0) throw new Error(`${found?.failed} runs have failed.`);
    if ((found?.ended ?? 0) >= runsBefore + tenants.length) return performance.now() - start;
    await delay(100);
  }
}

async function inBatches<T>(count: number, atOnce: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let n = 0; n < count; n += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - n) }, (_, k) => make(n + k));
    made.push(...(await Promise.all(batch)));
  }
  return made;
}

export const CROWD_ROWS: readonly Row[] = [
  {
    name: 'runs per second, many small tenants',
    what: 'Incremental runs a second of many small tenants that are all asked at once, by one worker',
    against: 'the same parent, child and activities with nothing in them',
    unit: 'runs/s',
    limit: { of: 'ratio', atLeast: 0.5 },
    minutes: 8,
    async measure(world) {
      const { crowd } = world.sizes;
      const system = await world.system();
      const empty = await emptyShape(world);
      await system.worker();
      const tenants = await inBatches(crowd, 20, () => system.tenant(FEW));
      const first = await runAll(system, tenants, 0);
      const ids = tenants.map(({ id }) => id);
      await Promise.all(ids.map((id) => empty.untilEnded(id)));
      await delay(1000);
      const own: number[] = [];
      const nothing: number[] = [];
      for (let round = 0; round < 2; round++) {
        own.push(await runAll(system, tenants, crowd * (round + 1)));
        const start = performance.now();
        await Promise.all(ids.map((id) => empty.untilEnded(id)));
        nothing.push(performance.now() - start);
      }
      const speed = (ms: number): number => (crowd / ms) * 1000;
      const how = `${crowd} tenants of ${FEW} people, the better of two in turn: ${own.map(seconds).join(', ')}; nothing in it: ${nothing.map(seconds).join(', ')}; first syncs ${speed(first).toFixed(0)} a second`;
      return { value: speed(Math.min(...own)), reference: speed(Math.min(...nothing)), how };
    },
  },
];
