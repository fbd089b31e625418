import { runFloor, runTop } from '../floor/run-floor.ts';
import { runOurTables } from '../floor/run-our-tables.ts';
import type { Measured, Row } from '../row.ts';
import { list, seconds } from '../statistics.ts';
import type { BenchTenant } from '../system.ts';
import type { World } from '../world.ts';

/** Rounds of floor, first sync, sync without changes: each a new directory, and the least of each counts. */
const ROUNDS = 3;
const LATE_ROUNDS = 2;
const LATENCY_MS = 250;

export type FullSyncs = {
  readonly floorMs: readonly number[];
  /** The least into Rollcall's own tables. */
  readonly tablesMs: readonly number[];
  readonly firstMs: readonly number[];
  readonly againMs: readonly number[];
  /** Employee rows that the syncs without changes wrote. */
  readonly rowsWritten: number;
  readonly emulatorPeopleASecond: number;
  /** The last tenant, synced and unchanged. */
  readonly tenant: BenchTenant;
};

/** First and repeated full syncs without latency, in turn with their floor. */
export const fullSyncs = (world: World): Promise<FullSyncs> =>
  world.once('full syncs', async () => {
    const { sizes, quick } = world;
    const system = await world.system();
    await system.worker();
    const found = {
      floorMs: [] as number[],
      tablesMs: [] as number[],
      firstMs: [] as number[],
      againMs: [] as number[],
      emulator: [] as number[],
    };
    let rowsWritten = 0;
    let last: BenchTenant | undefined;
    for (let round = 0; round < (quick ? 2 : ROUNDS); round++) {
      const tenant = await system.tenant(sizes.directory);
      const top = await runTop(system, tenant.entraTenantId);
      found.emulator.push((top.people / top.ms) * 1000);
      found.floorMs.push((await runFloor(system, tenant.entraTenantId)).ms);
      found.tablesMs.push((await runOurTables(system, tenant.entraTenantId)).ms);
      const first = await tenant.run();
      if (first.created !== sizes.directory) throw new Error(`${first.created} of ${sizes.directory} were created.`);
      found.firstMs.push(first.ms);
      const [before] = await system.ask<{ next: string }>('select pg_current_xact_id()::text as next');
      const again = await tenant.run({ full: true });
      found.againMs.push(again.ms);
      // Inserted or updated since: a row holds the transaction that wrote it.
      const [written] = await system.ask<{ rows: number }>(
        `select count(*)::int as rows from employees where tenant_id = $1 and xmin::text::bigint >= $2::bigint`,
        [tenant.id, before?.next],
      );
      rowsWritten += written?.rows ?? Number.NaN;
      last = tenant;
      world.say(
        `  floor ${list(found.floorMs, seconds)}; into our tables ${list(found.tablesMs, seconds)}; first ${list(found.firstMs, seconds)}; again ${list(found.againMs, seconds)}`,
      );
    }
    if (last === undefined) throw new Error('No round was made.');
    return { ...found, rowsWritten, emulatorPeopleASecond: Math.max(...found.emulator), tenant: last };
  });

const firstSync = async (world: World): Promise<Measured> => {
  const { floorMs, firstMs } = await fullSyncs(world);
  const people = world.sizes.directory;
  return {
    value: Math.min(...firstMs) / 1000,
    reference: Math.min(...floorMs) / 1000,
    how: `${people} people, least of ${firstMs.length} rounds in turn: first ${list(firstMs, seconds)}; floor ${list(floorMs, seconds)}`,
  };
};

const firstSyncWithLatency = async (world: World): Promise<Measured> => {
  const people = world.sizes.directory;
  const system = await world.system();
  await system.worker();
  const floorMs: number[] = [];
  const firstMs: number[] = [];
  for (let round = 0; round < (world.quick ? 1 : LATE_ROUNDS); round++) {
    const tenant = await system.tenant(people, { pageLatencyMs: LATENCY_MS });
    floorMs.push((await runFloor(system, tenant.entraTenantId)).ms);
    firstMs.push((await tenant.run()).ms);
  }
  return {
    value: Math.min(...firstMs) / 1000,
    reference: Math.min(...floorMs) / 1000,
    how: `${people} people, ${LATENCY_MS} ms a page, least of ${firstMs.length} in turn: first ${list(firstMs, seconds)}; floor ${list(floorMs, seconds)}`,
  };
};

const FLOOR = 'the floor: the same pages by one connection, written by COPY';

export const FULL_SYNC_ROWS: readonly Row[] = [
  {
    name: 'emulator, top speed',
    what: 'People a second that the emulator gives to one connection which throws them away',
    against: 'the floor’s people a second',
    unit: 'people/s',
    limit: { of: 'nothing' },
    minutes: 5,
    async measure(world) {
      const { emulatorPeopleASecond: top, floorMs } = await fullSyncs(world);
      const reference = (world.sizes.directory / Math.min(...floorMs)) * 1000;
      return { value: top, reference, how: `the most of ${floorMs.length} rounds, pages of 999` };
    },
  },
  {
    name: 'the least into our tables, latency 0',
    what: 'The same pages judged and written into Rollcall’s tables by COPY in one process, with no run, workflow or search',
    against: FLOOR,
    unit: 's',
    limit: { of: 'nothing' },
    minutes: 5,
    async measure(world) {
      const { tablesMs, floorMs } = await fullSyncs(world);
      return {
        value: Math.min(...tablesMs) / 1000,
        reference: Math.min(...floorMs) / 1000,
        how: `${world.sizes.directory} people, least of ${tablesMs.length} rounds in turn: ${list(tablesMs, seconds)}`,
      };
    },
  },
  {
    name: 'first sync, latency 0',
    what: 'First full sync through Temporal, Graph answering at once',
    against: FLOOR,
    unit: 's',
    limit: { of: 'ratio', atMost: 2 },
    minutes: 5,
    measure: firstSync,
  },
  {
    name: 'first sync, latency 250 ms',
    what: 'First full sync through Temporal, Graph taking 250 ms a page',
    against: FLOOR,
    unit: 's',
    limit: { of: 'ratio', atMost: 1.1 },
    minutes: 4,
    measure: firstSyncWithLatency,
  },
  {
    name: 'full sync without changes',
    what: 'Another full sync of a directory in which nothing changed',
    against: 'the first one',
    unit: 's',
    limit: { of: 'ratio', atMost: 0.7 },
    minutes: 5,
    async measure(world) {
      const { againMs, firstMs } = await fullSyncs(world);
      return {
        value: Math.min(...againMs) / 1000,
        reference: Math.min(...firstMs) / 1000,
        how: `${world.sizes.directory} people, least of ${againMs.length} rounds in turn: ${list(againMs, seconds)}`,
      };
    },
  },
  {
    name: 'full sync without changes, employee rows written',
    what: 'Employee rows that a full sync without changes writes',
    against: '',
    unit: 'rows',
    limit: { of: 'value', atMost: 0 },
    minutes: 5,
    async measure(world) {
      const { rowsWritten, againMs } = await fullSyncs(world);
      return { value: rowsWritten, how: `all ${againMs.length} rounds, by the transaction that each row names` };
    },
  },
];
