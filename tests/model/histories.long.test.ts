import { it } from 'vitest';
import { playHistories } from './play-histories.ts';

it(
  'after any longer history and any faults the employees are what the rules say, and nobody left who was there',
  { timeout: 7_200_000 },
  () => playHistories({ histories: 10_000, mostRuns: 8, withinMs: 6_000_000 }),
);
