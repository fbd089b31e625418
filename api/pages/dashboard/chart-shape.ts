import type { Day } from '../../../db/read-days.ts';

/** Days on the chart, the present one included. */
export const CHART_DAYS = 30;
export const WIDTH = 900;
export const LINE_HEIGHT = 110;
export const BARS_HEIGHT = 70;
/** The part of a day's width that its bar takes. */
const BAR = 0.7;

export type Bar = {
  readonly kind: 'new' | 'changed' | 'removed';
  readonly x: number;
  readonly y: number;
  readonly height: number;
};
export type ChartDay = {
  readonly date: string;
  readonly people: number | null;
  readonly new: number;
  readonly changed: number;
  readonly removed: number;
};
export type ChartShape = {
  /** Every day, the oldest first; without runs, people are those of the day before. */
  readonly days: readonly ChartDay[];
  /** The line's points as SVG has them; empty where nothing is known. */
  readonly line: string;
  readonly bars: readonly Bar[];
  readonly barWidth: number;
  readonly most: number;
  readonly least: number;
};

/** Where everything of the chart stands. Pure, so that a page and a test see the same. `people`: in the directory now. */
export function shapeChart(known: readonly Day[], now: Date, people: number): ChartShape {
  const days = fillDays(known, now, people);
  const counts = days.flatMap((day) => (day.people === null ? [] : [day.people]));
  const [least, most] = counts.length === 0 ? [0, 0] : [Math.min(...counts), Math.max(...counts)];
  const step = WIDTH / CHART_DAYS;
  const height = (value: number): number =>
    most === least ? LINE_HEIGHT / 2 : LINE_HEIGHT - 5 - ((value - least) / (most - least)) * (LINE_HEIGHT - 10);
  const points = days.flatMap((day, index) =>
    day.people === null ? [] : [[(index + 0.5) * step, height(day.people)] as const],
  );
  const [only] = points.length === 1 ? points : [];
  // One point is no line: the first day is drawn as wide as its bar.
  const drawn =
    only === undefined ? points : [-BAR / 2, BAR / 2].map((part) => [only[0] + part * step, only[1]] as const);
  const line = drawn.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
  const tallest = Math.max(1, ...days.map((day) => day.new + day.changed + day.removed));
  const bars = days.flatMap((day, index) => barsOf(day, (index + (1 - BAR) / 2) * step, BARS_HEIGHT / tallest));
  return { days, line, bars, barWidth: round(step * BAR), most, least };
}

function fillDays(known: readonly Day[], now: Date, people: number): readonly ChartDay[] {
  const byDate = new Map(known.map((day) => [day.date, day]));
  let soFar: number | null = null;
  return Array.from({ length: CHART_DAYS }, (_, index) => {
    const date = new Date(now.getTime() - (CHART_DAYS - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    const day = byDate.get(date);
    soFar = day?.people ?? soFar;
    const today = index === CHART_DAYS - 1 && soFar !== null ? people : soFar;
    return {
      date,
      people: today,
      new: (day?.created ?? 0) + (day?.restored ?? 0),
      changed: day?.updated ?? 0,
      removed: (day?.removed ?? 0) + (day?.missing ?? 0),
    };
  });
}

function barsOf(day: ChartDay, x: number, scale: number): readonly Bar[] {
  let top = BARS_HEIGHT;
  return (['removed', 'changed', 'new'] as const).flatMap((kind) => {
    if (day[kind] === 0) return [];
    const height = Math.max(1, day[kind] * scale); // one of thousands is still to be seen
    top -= height;
    return [{ kind, x: round(x), y: round(Math.max(0, top)), height: round(height) }];
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
