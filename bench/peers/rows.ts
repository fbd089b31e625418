import type { Row } from '../row.ts';
import { fullSyncs } from '../rows/full-syncs.ts';
import { list, seconds } from '../statistics.ts';
import type { World } from '../world.ts';
import { installDlt } from './install-dlt.ts';
import { runDlt, type DltLoad } from './run-dlt.ts';

type DltLoads = { readonly first: readonly DltLoad[]; readonly again: readonly DltLoad[] };

/** First loads of new directories, and another load of each. Rollcall’s syncs come first and are over by then. */
const dltLoads = (world: World): Promise<DltLoads> =>
  world.once('dlt', async () => {
    await fullSyncs(world);
    const system = await world.system();
    const python = await installDlt(world.say);
    const people = world.sizes.directory;
    const found = { first: [] as DltLoad[], again: [] as DltLoad[] };
    for (let round = 0; round < (world.quick ? 1 : 2); round++) {
      const { entraTenantId } = await system.emulator.addDirectory(`dlt-${round}`, people);
      const [first, again] = await runDlt(python, system, { entraTenantId, people, loads: 2 }, world.signal);
      if (first === undefined || again === undefined) throw new Error('dlt did not tell how long its loads took.');
      found.first.push(first);
      found.again.push(again);
      world.say(`  dlt: first ${first.seconds.toFixed(1)} s, again ${again.seconds.toFixed(1)} s`);
    }
    return found;
  });

const least = (loads: readonly DltLoad[]): number => Math.min(...loads.map((load) => load.seconds));

const describe = (loads: readonly DltLoad[]): string => {
  const steps = loads.map(({ steps: all }) =>
    Object.entries(all)
      .map(([step, taken]) => `${step} ${taken.toFixed(1)}`)
      .join(', '),
  );
  return loads.map((load, i) => `${load.seconds.toFixed(1)} s (${steps[i]})`).join('; ');
};

/** Measured with `--peers` only: what another tool makes of the same directory. */
export const PEER_ROWS: readonly Row[] = [
  {
    name: 'dlt, first load',
    what: 'dlt (rest_api source → PostgreSQL, merge) loads the same directory for the first time',
    against: 'Rollcall’s first sync, latency 0',
    unit: 's',
    limit: { of: 'ratio', atLeast: 5 },
    peers: true,
    minutes: 10,
    async measure(world) {
      const { first } = await dltLoads(world);
      const { firstMs } = await fullSyncs(world);
      return {
        value: least(first),
        reference: Math.min(...firstMs) / 1000,
        how: `${world.sizes.directory} people, least of each: dlt ${describe(first)}; Rollcall ${list(firstMs, seconds)}`,
      };
    },
  },
  {
    name: 'dlt, another load',
    what: 'dlt loads the same directory again, nothing changed',
    against: 'Rollcall’s full sync without changes',
    unit: 's',
    limit: { of: 'nothing' },
    peers: true,
    minutes: 10,
    async measure(world) {
      const { again } = await dltLoads(world);
      const { againMs } = await fullSyncs(world);
      return {
        value: least(again),
        reference: Math.min(...againMs) / 1000,
        how: `${world.sizes.directory} people, least of each: dlt ${describe(again)}; Rollcall ${list(againMs, seconds)}`,
      };
    },
  },
];
