import { randomUUID } from 'node:crypto';
import type { Row } from '../row.ts';
import { list, median, seconds } from '../statistics.ts';
import type { BenchTenant } from '../system.ts';
import type { World } from '../world.ts';

type Synced = {
  readonly tenant: BenchTenant;
  readonly ms: number;
  /** Of the worker, in MiB: since its start, and since it was ready. */
  readonly peak: number;
  readonly peakSinceReady: number;
};

/** The first sync of a directory by a worker that has done nothing else, and what memory it took. */
const syncedAlone = (world: World, people: number): Promise<Synced> =>
  world.once(`a worker of its own for ${people}`, async () => {
    const system = await world.system();
    const worker = await system.freshWorker();
    const peakOfStart = await worker.peakMemory();
    await worker.forgetPeak();
    const tenant = await system.tenant(people);
    const { ms } = await tenant.run();
    const peakSinceReady = await worker.peakMemory();
    const peak = Math.max(peakOfStart, peakSinceReady);
    world.say(
      `  ${people} people in ${seconds(ms)}, ${peak.toFixed(0)} MiB (${peakSinceReady.toFixed(0)} since it was ready)`,
    );
    return { tenant, ms, peak, peakSinceReady };
  });

const CHANGES = 100;

/** Incremental runs of a small and a large directory in turn, each with as many changes. */
async function incrementals(world: World): Promise<{ readonly small: number[]; readonly large: number[] }> {
  const { sizes, quick } = world;
  const system = await world.system();
  const small = await syncedAlone(world, sizes.small);
  const large = await syncedAlone(world, sizes.large);
  const changes = quick ? CHANGES / 5 : CHANGES;
  const found = { small: [] as number[], large: [] as number[] };
  const whom = async ({ entraTenantId }: BenchTenant) => system.emulator.people(entraTenantId, changes);
  const people = { small: await whom(small.tenant), large: await whom(large.tenant) };
  for (let round = 0; round < (quick ? 3 : 7); round++) {
    for (const [size, { tenant }] of [
      ['small', small],
      ['large', large],
    ] as const) {
      for (const person of people[size]) {
        await system.emulator.changePerson(tenant.entraTenantId, person, { jobTitle: randomUUID() });
      }
      const run = await tenant.run();
      if (run.kind !== 'incremental' || run.updated !== changes) {
        throw new Error(`A run of ${changes} changes was ${run.kind} and updated ${run.updated}.`);
      }
      found[size].push(run.ms);
    }
  }
  return found;
}

const milliseconds = (ms: number): string => `${ms.toFixed(0)}`;

export const LARGE_DIRECTORY_ROWS: readonly Row[] = [
  {
    name: 'worker memory at a million, growth',
    what: 'Most memory of the worker during the first sync of a large directory, since it was ready',
    against: 'a small directory',
    unit: 'MiB',
    limit: { of: 'ratio', atMost: 1.2 },
    minutes: 10,
    async measure(world) {
      const { sizes } = world;
      const small = await syncedAlone(world, sizes.small);
      const large = await syncedAlone(world, sizes.large);
      const how = `${sizes.large} people in ${seconds(large.ms)}, ${sizes.small} in ${seconds(small.ms)}; VmHWM of a fresh process each`;
      return { value: large.peakSinceReady, reference: small.peakSinceReady, how };
    },
  },
  {
    name: 'worker memory at a million',
    what: 'Most memory of the worker from its start to the end of the first sync of a large directory',
    against: '',
    unit: 'MiB',
    limit: { of: 'value', atMost: 350 },
    minutes: 10,
    async measure(world) {
      const { peak, peakSinceReady } = await syncedAlone(world, world.sizes.large);
      return { value: peak, how: `${world.sizes.large} people; ${peakSinceReady.toFixed(0)} MiB since it was ready` };
    },
  },
  {
    name: 'incremental, 100 changes in a million',
    what: 'Incremental run of a large directory, from Sync Now to its end',
    against: 'as many changes in a small directory',
    unit: 'ms',
    limit: { of: 'ratio', atMost: 1.2 },
    minutes: 10,
    async measure(world) {
      const { small, large } = await incrementals(world);
      const how = `${world.sizes.large} and ${world.sizes.small} people in turn, median: ${list(large, milliseconds)} and ${list(small, milliseconds)} ms`;
      return { value: median(large), reference: median(small), how };
    },
  },
];
