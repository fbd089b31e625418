import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { scaleDocument, wakeUpDrawing, wakeUps } from '../../bench/scale/document.ts';
import { scaleFigures } from '../../bench/scale/model.ts';
import { SCENARIO } from '../../bench/scale/scenario.ts';
import { priceOf } from '../../bench/scale/temporal-price.ts';
import { unitCostsSchema, type UnitCosts } from '../../bench/scale/unit-costs.schema.ts';
import { calmAfterHours, extremesWithin, seededRandom, simulateWakeUps } from '../../bench/scale/wake-ups.ts';
import { cloneFolder } from '../../dev/settings.ts';

const read = (...path: string[]): string => readFileSync(join(cloneFolder, ...path), 'utf8');
const costs = unitCostsSchema.parse(JSON.parse(read('bench', 'scale', 'unit-costs.json')));

describe('docs/scale.md', () => {
  it('is what the unit costs give', () => expect(read('docs', 'scale.md')).toBe(scaleDocument(costs)));
  it('shows the drawing that the simulation gives', () =>
    expect(read('docs', 'scale-wakeups.svg')).toBe(wakeUpDrawing()));
  it('is of ten thousand tenants and fifty million people', () => {
    expect(scaleFigures(costs, SCENARIO)).toMatchObject({ tenants: 10_000, people: 50_000_000 });
  });
});

/** Costs with which everything can be computed in the head. */
const ROUND: UnitCosts = {
  ...{ machine: 'one', commit: 'none', at: '2026-01-01T00:00:00.000Z', people: 999 },
  bytes: { employee: 1_000, changeOfCreation: 100, change: 200, run: 50 },
  wal: { created: 2_000, unchanged: 10, change: 300, run: 5_000 },
  workerMs: { created: 1, unchanged: 0.5, run: 100 },
  temporal: {
    incremental: { actions: 10, events: 50, tenantBytes: 6_000, runBytes: 4_000 },
    full: { actions: 11, events: 60, tenantBytes: 6_000, runBytes: 5_000 },
  },
  graph: { incremental: 2, full: 3 },
};

describe('the figures', () => {
  const figures = scaleFigures(ROUND, { ...SCENARIO, directories: [{ count: 100, people: 1_998 }], changedADay: 0.01 });

  it('count runs by the middle of the interval, one of a day full', () => {
    expect(figures).toMatchObject({ tenants: 100, people: 199_800, runsADay: 800, changesADay: 1_998 });
  });
  it('count a unit for each request: the pages of everybody once a day, and what each run asks besides', () => {
    expect(figures.graph.requestsADay).toBe(700 * 2 + 100 * (3 + 2));
    expect(figures.graph.limitASecond).toBe(7_500);
  });
  it('count actions without the signal that asks, and one of twelve for a new history; fairness adds a tenth', () => {
    expect(figures.temporal.actionsADay).toBeCloseTo(700 * (9 + 1 / 12) + 100 * (10 + 1 / 12), 6);
    expect(figures.temporal.actionsAMonth).toBeCloseTo(figures.temporal.actionsADay * 33, 6);
  });
  it('count bytes of people, changes and runs', () => {
    expect(figures.database.startGB).toBeCloseTo((199_800 * 1_100) / 1e9, 12);
    expect(figures.database.growthGBADay).toBeCloseTo((1_998 * 200 + 800 * 50) / 1e9, 12);
    expect(figures.database.walGBADay).toBeCloseTo((1_998 * 300 + 800 * 5_000 + 199_800 * 10) / 1e9, 12);
  });
  it('never have fewer than two workers, and more where the work needs them', () => {
    expect(figures.workers.workers).toBe(2);
    const slow = { ...ROUND, workerMs: { ...ROUND.workerMs, run: 432_000 } };
    const more = scaleFigures(slow, { ...SCENARIO, directories: [{ count: 100, people: 1 }] });
    expect(more.workers).toMatchObject({ workers: 9, processors: expect.closeTo(4, 2) });
  });
  it('add chunks and heartbeats to runs that take longer than the one that was measured', () => {
    const actionsOf = (people: number): number =>
      scaleFigures(ROUND, { ...SCENARIO, directories: [{ count: 1, people }] }).temporal.actionsADay;
    expect(actionsOf(100_000)).toBe(actionsOf(1_000)); // 25 s: one chunk
    expect(actionsOf(1_000_000) - actionsOf(1_000)).toBe(5 * 3); // 250 s: five more, two heartbeats each
  });
});

describe('the price of Temporal Cloud', () => {
  it('goes by steps, as in the example of its page', () => {
    expect(priceOf({ actions: 2_500_000 + 11_250_000, activeGB: 0, retainedGB: 0 })).toEqual({
      ...{ actions: 525, storage: 0, plan: 500 },
    });
  });
  it('takes a tenth for the plan where that is more', () => {
    expect(priceOf({ actions: 202_500_000, activeGB: 0, retainedGB: 0 })).toMatchObject({
      actions: 5_925,
      plan: 592.5,
    });
  });
  it('has storage by the hour beyond what is included', () => {
    expect(priceOf({ actions: 0, activeGB: 3.5, retainedGB: 200 }).storage).toBeCloseTo(744 * (0.042 + 0.105), 6);
  });
  it('is not public beyond 200 million actions', () => {
    expect(() => priceOf({ actions: 202_500_001, activeGB: 0, retainedGB: 0 })).toThrow(RangeError);
  });
});

describe('tenants that all start at once', () => {
  const wakes = wakeUps();

  test('wake in a first wave of two hours, no more than twice the even share', () => {
    expect(wakes.starts[0]).toBe(10_000);
    expect(extremesWithin(wakes, 2, 4)).toMatchObject({ most: expect.closeTo(1.5, 0) });
    expect(Math.max(...wakes.starts.slice(1))).toBeLessThan(2 * wakes.even);
  });
  test('are spread evenly within a day, and stay so', () => {
    expect(calmAfterHours(wakes, 1.25)).toBeLessThan(12);
    const { most, least } = extremesWithin(wakes, 24, 48);
    expect(most).toBeLessThan(1.25);
    expect(least).toBeGreaterThan(0.75);
  });
  test('would stay together without chance in the timer', () => {
    const together = simulateWakeUps({
      ...{ tenants: 100, hours: 24, binMs: 300_000, runMs: 0, random: () => 0.5 },
      schedule: { intervalMinMs: 7_200_000, intervalMaxMs: 14_400_000, retryMinMs: 600_000 },
    });
    expect(calmAfterHours(together, 1.25)).toBeGreaterThan(20);
  });
  test('are simulated alike with the same seed', () => {
    const numbers = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
    expect(numbers(7).every((n) => n >= 0 && n < 1)).toBe(true);
  });
});
