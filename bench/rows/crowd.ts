import { setTimeout as delay } from 'node:timers/promises';
import type { Row } from '../row.ts';
import { seconds } from '../statistics.ts';
import type { BenchTenant, System } from '../system.ts';
import type { EmptyShape } from '../empty/start-empty.ts';
import type { World } from '../world.ts';
import { emptyShape } from './sync-now.ts';

/** People of a small tenant. */
const FEW = 20;

/** Tenants that have a run going or asked for, at a time: twice as many as the worker has places for activities. */
const ABREAST = 40;

/** Sync Now of all of them, so many at a time, until the last run has ended, in milliseconds. */
async function runAll(system: System, tenants: readonly BenchTenant[], { signal }: World): Promise<number> {
  const start = performance.now();
  const left = [...tenants];
  const going = new Map<string, string>();
  for (;;) {
    signal.throwIfAborted();
    const next = left.splice(0, ABREAST - going.size);
    for (const tenant of next) going.set(tenant.id, (await tenant.ask()).requestId);
    if (going.size === 0) return performance.now() - start;
    const ended = await system.ask<{ id: string; state: string }>(
      `select tenant_id as id, state from sync_runs
       where tenant_id = any($1::uuid[]) and request_ids && $2::text[] and state <> 'running'`,
      [[...going.keys()], [...going.values()]],
    );
    for (const { id, state } of ended) {
      if (state !== 'succeeded') throw new Error(`A run ended as ${state}.`);
      going.delete(id);
    }
    if (ended.length === 0) await delay(LOOK_EVERY_MS);
  }
}

const LOOK_EVERY_MS = 20;

/** The same of the empty shape. */
async function runAllEmpty(empty: EmptyShape, ids: readonly string[]): Promise<number> {
  const start = performance.now();
  const left = [...ids];
  const some = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) await empty.untilEnded(id);
  };
  await Promise.all(Array.from({ length: ABREAST }, some));
  return performance.now() - start;
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
    what: 'Incremental runs a second of many small tenants by one worker',
    against: 'the same parent, child and activities with nothing in them',
    unit: 'runs/s',
    limit: { of: 'ratio', atLeast: 0.5 },
    minutes: 15,
    async measure(world) {
      const { crowd } = world.sizes;
      const system = await world.system();
      const empty = await emptyShape(world);
      await system.worker();
      const tenants = await inBatches(crowd, 10, () => system.tenant(FEW));
      const first = await runAll(system, tenants, world);
      world.say(`  first syncs of ${crowd} tenants in ${seconds(first)}`);
      const ids = tenants.map(({ id }) => id);
      await runAllEmpty(empty, ids);
      await delay(1000);
      const own: number[] = [];
      const nothing: number[] = [];
      for (let round = 0; round < (world.quick ? 1 : 2); round++) {
        own.push(await runAll(system, tenants, world));
        nothing.push(await runAllEmpty(empty, ids));
        world.say(
          `  runs in ${own.map(seconds).join(', ')}; with nothing in them in ${nothing.map(seconds).join(', ')}`,
        );
      }
      const speed = (ms: number): number => (crowd / ms) * 1000;
      const how = `${crowd} tenants of ${FEW} people, ${ABREAST} at a time, the better of two in turn: ${own.map(seconds).join(', ')}; nothing in it: ${nothing.map(seconds).join(', ')}; first syncs ${speed(first).toFixed(0)} a second`;
      return { value: speed(Math.min(...own)), reference: speed(Math.min(...nothing)), how };
    },
  },
];
