import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectSame } from './expect-same.ts';
import { openOwnSystem, type OwnSystem } from './own-system.ts';
import { playHistory } from './play-history.ts';
import { someKills } from './some-kills.ts';

const KILLS = 10;
const PEOPLE = 3_000;
/** Fifty kills. Each name holds its seed: put it here to see the same kills again. */
const SEEDS = Array.from({ length: 5 }, () => randomInt(2 ** 31));

let system: OwnSystem;
beforeAll(async () => {
  system = await openOwnSystem();
});
afterAll(() => system.close());

describe('ten kills of worker, API, PostgreSQL and Temporal at any point', { timeout: 1_200_000 }, () => {
  it.each(SEEDS)('leave what the same history leaves in peace (seed %i)', async (seed) => {
    const kills = someKills(seed, KILLS);
    const peace = await playHistory(system, { seed, people: PEOPLE, rounds: kills.map(() => undefined) });
    const killed = await playHistory(system, { seed, people: PEOPLE, rounds: kills });
    await expectSame(system, killed, peace);
  });
});
