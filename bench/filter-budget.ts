import fc from 'fast-check';
import { describeFilter } from '../sync/filter/describe-filter.ts';
import { evaluate } from '../sync/filter/evaluate.ts';
import { parseFilter } from '../sync/filter/parse-filter.ts';
import { NOTATIONS, type Notation } from '../sync/filter/syntax-tree.ts';
import { hostileText, VICTIM } from '../tests/sync/filter/hostile-texts.ts';

/**
 * What the worst of hostile filter texts costs: read, judged about the person who makes it hardest, and put into words.
 * `node --import tsx bench/filter-budget.ts [texts] [seed]`; ends with 1 where one takes 10 ms or more.
 *
 * The suite holds the budget of steps, which no machine changes; this shows what the steps come to in time. Each text is
 * timed once, and the slowest again, since a pause of the machine is no cost of the text: its best time of five counts.
 */
const BUDGET_MS = 10;
const AGAIN = 200;

type Timed = { readonly text: string; readonly ms: number };

function costOf(notation: Notation, text: string): number {
  const from = performance.now();
  const parsed = parseFilter(notation, text);
  if (parsed.kind === 'understood') {
    evaluate(parsed.filter, (property) => VICTIM[property]);
    describeFilter(parsed.filter);
  }
  return performance.now() - from;
}

function measure(notation: Notation, count: number, seed: number): { readonly usual: number; readonly worst: Timed } {
  const texts = fc.sample(hostileText(notation), { numRuns: count, seed });
  const times = texts.map((text) => ({ text, ms: costOf(notation, text) })).toSorted((a, b) => b.ms - a.ms);
  const again = times.slice(0, AGAIN).map(({ text }) => {
    const best = Math.min(...[1, 2, 3, 4, 5].map(() => costOf(notation, text)));
    return { text, ms: best };
  });
  const [worst = { text: '', ms: 0 }] = again.toSorted((a, b) => b.ms - a.ms);
  return { usual: times[Math.floor(times.length / 2)]?.ms ?? 0, worst };
}

const [count = 100_000, seed = 1] = process.argv.slice(2).map(Number);
for (const notation of NOTATIONS) {
  const { usual, worst } = measure(notation, count, seed);
  const shown = worst.text.length > 60 ? `${worst.text.slice(0, 60)}… (${worst.text.length} characters)` : worst.text;
  console.log(
    `${notation}: ${count.toLocaleString('en')} texts, seed ${seed}: half under ${usual.toFixed(3)} ms, the worst ${worst.ms.toFixed(2)} ms: ${JSON.stringify(shown)}`,
  );
  if (worst.ms >= BUDGET_MS) process.exitCode = 1;
}
