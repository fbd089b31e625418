import fc from 'fast-check';
import { evaluate } from '../../sync/filter/evaluate.ts';
import { parseFilter } from '../../sync/filter/parse-filter.ts';
import { NOTATIONS, type Notation } from '../../sync/filter/syntax-tree.ts';
import { hostileText, VICTIM } from '../../tests/sync/filter/hostile-texts.ts';
import type { Row } from '../row.ts';

/** Another program, or the garbage collector, may have stood between: what seems slow is measured again. */
const SEEMS_SLOW_MS = 1;
const AGAIN = 5;
const SEED = 2026;

function timeOf(notation: Notation, text: string): number {
  const start = performance.now();
  const parsed = parseFilter(notation, text);
  if (parsed.kind === 'understood') evaluate(parsed.filter, (property) => VICTIM[property]);
  return performance.now() - start;
}

function slowestOf(notation: Notation, count: number): number {
  let slowest = 0;
  for (const text of fc.sample(hostileText(notation), { numRuns: count, seed: SEED })) {
    let ms = timeOf(notation, text);
    for (let n = 0; n < AGAIN && ms > SEEMS_SLOW_MS; n++) ms = Math.min(ms, timeOf(notation, text));
    slowest = Math.max(slowest, ms);
  }
  return slowest;
}

export const FILTER_ROWS: readonly Row[] = [
  {
    name: 'filter text, slowest',
    what: 'The slowest of random and hostile filter texts: read, and where it is understood, asked about a person',
    against: '',
    unit: 'ms',
    limit: { of: 'value', atMost: 10 },
    minutes: 2,
    async measure({ quick }) {
      const count = quick ? 3_000 : 100_000;
      const value = Math.max(...NOTATIONS.map((notation) => slowestOf(notation, count)));
      return {
        value,
        how: `${count} texts of each notation; what took over ${SEEMS_SLOW_MS} ms counts as the least of ${AGAIN + 1}`,
      };
    },
  },
];
