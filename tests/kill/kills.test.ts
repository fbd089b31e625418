import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectSame } from './expect-same.ts';
import { openOwnSystem, type OwnSystem } from './own-system.ts';
import { playHistory } from './play-history.ts';
import { someKills } from './some-kills.ts';

/** A sample; many-kills.long.test.ts takes any seed. */
const SEED = 1;
const KILLS = 5;
const PEOPLE = 3_000;

let system: OwnSystem;
beforeAll(async () => {
  system = await openOwnSystem();
});
afterAll(() => system.close());

describe('syncs in which worker, API, PostgreSQL and Temporal are killed', { timeout: 240_000 }, () => {
  it(`leave the employees, changes and counts that they leave in peace, and keep each promise (seed ${SEED})`, async () => {
    const history = { seed: SEED, people: PEOPLE };
    const kills = someKills(SEED, KILLS);
    const peace = await playHistory(system, { ...history, rounds: kills.map(() => undefined) });
    const killed = await playHistory(system, { ...history, rounds: kills });
    await expectSame(system, killed, peace);
  });
});
