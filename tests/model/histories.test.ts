import { it } from 'vitest';
import { playHistories } from './play-histories.ts';

it(
  'after any history and any faults the employees are what the rules say, and nobody left who was there all the time',
  { timeout: 1_200_000 },
  () => playHistories({ histories: process.env['CI'] === undefined ? 150 : 500, mostRuns: 3, withinMs: 900_000 }),
);
