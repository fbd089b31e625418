import { describe, expect, test } from 'vitest';
import { BARS_HEIGHT, CHART_DAYS, LINE_HEIGHT, shapeChart, WIDTH } from '../../api/pages/dashboard/chart-shape.ts';
import type { Day } from '../../db/read-days.ts';

const NOW = new Date('2026-05-04T09:00:00Z');
const nothing = { people: null, created: 0, updated: 0, restored: 0, removed: 0, missing: 0 };
const day = (date: string, about: Partial<Day>): Day => ({ date, ...nothing, ...about });

describe('the chart', () => {
  test('has every day up to today, and between runs people stay as many as they were', () => {
    const { days, line } = shapeChart([day('2026-04-30', { people: 10 }), day('2026-05-02', { people: 30 })], NOW, 31);
    expect(days).toHaveLength(CHART_DAYS);
    expect([days[0]?.date, days.at(-1)?.date]).toEqual(['2026-04-05', '2026-05-04']);
    expect(days.slice(-5).map(({ people }) => people)).toEqual([10, 10, 30, 30, 31]);
    expect(line.split(' ')).toHaveLength(5);
  });

  test('shows every change, however few they are beside others, and nothing outside its frame', () => {
    const { bars } = shapeChart(
      [day('2026-05-03', { created: 90_000, updated: 5, removed: 1 }), day('2026-05-04', { restored: 1, missing: 2 })],
      NOW,
      1,
    );
    expect(bars.map(({ kind }) => kind)).toEqual(['removed', 'changed', 'new', 'removed', 'new']);
    for (const { x, y, height } of bars) {
      expect(height).toBeGreaterThanOrEqual(1);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThan(BARS_HEIGHT);
      expect(x).toBeLessThan(WIDTH);
    }
  });

  test.each([
    [[], ''],
    [[day('2026-05-04', {})], ''],
    [[day('2026-05-04', { people: 5 })], `874.5,${LINE_HEIGHT / 2} 895.5,${LINE_HEIGHT / 2}`],
  ])('draws what is known: %o', (known, line) => {
    expect(shapeChart(known, NOW, 5).line).toBe(line);
  });
});
