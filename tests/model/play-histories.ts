import fc from 'fast-check';
import { expect } from 'vitest';
import { createTestDatabase } from '../set-up/test-database.ts';
import { openLane, type Lane } from './lane.ts';
import { playHistory } from './play-history.ts';
import { someHistory } from './some-history.ts';

export type HistoriesWanted = {
  readonly histories: number;
  /** Of one history, beside those at its end. */
  readonly mostRuns: number;
  readonly withinMs: number;
};

/** Half of the time goes by in waiting for PostgreSQL, whoever plays alone; and so two tenants always meet in one database. */
const LANES = 2;
/** How long a failing history is made shorter, at most. */
const SHRINK_MS = 180_000;

/**
 * Plays so many histories. `MODEL_SEED` plays those of a seed again, `MODEL_RUNS` more or fewer of them; the seed is
 * printed, and a failing history is shown as short as it could be made: keep it in found.test.ts.
 */
export async function playHistories(wanted: HistoriesWanted): Promise<void> {
  const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 31);
  const histories = Number(process.env['MODEL_RUNS'] ?? wanted.histories);
  console.log(`${histories} histories: MODEL_SEED=${seed} plays them again.`);
  const each = Math.ceil(histories / LANES);
  const database = await createTestDatabase();
  const lanes = Array.from({ length: LANES }, async (_, n) => {
    const lane = await openLane(database);
    try {
      await playIn(lane, { ...wanted, histories: each }, seed + n);
    } finally {
      await lane.close();
    }
  });
  // All of them end before the first failure is told: none shall go on behind it.
  const played = await Promise.allSettled(lanes);
  await database.drop();
  const failed = played.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function playIn(lane: Lane, { histories, mostRuns, withinMs }: HistoriesWanted, seed: number): Promise<void> {
  const sum = { compared: 0, disturbed: 0 };
  const property = fc.asyncProperty(someHistory({ mostRuns }), async (history) => {
    const { compared, disturbed } = await playHistory(lane, history);
    sum.compared += compared;
    sum.disturbed += disturbed;
  });
  const limits = { interruptAfterTimeLimit: withinMs + SHRINK_MS, markInterruptAsFailure: true };
  await fc.assert(property, { seed, numRuns: histories, ...limits });
  console.log(`${sum.compared} runs were as the rules say, ${sum.disturbed} more were disturbed and did no harm.`);
  expect(sum.compared, 'runs that could be compared').toBeGreaterThan(histories * 1.5);
}
