import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stopLeftovers } from '../dev/process-register.ts';
import { measureRows } from './measure-rows.ts';
import { namesOf, readOptions, USAGE } from './options.ts';
import { drawResults } from './report/draw-results.ts';
import { describeCommit, describeMachine } from './report/machine.ts';
import type { Results } from './report/results.schema.ts';
import { tableOf } from './report/table.ts';
import { ROWS } from './rows.ts';
import { openSystem } from './set-up/open-system.ts';
import { resolveTemporalPrograms } from './temporal-server/programs.ts';

/** `npm run bench`: measures, prints a table, writes results.json and results.svg. Ends with 1 unless every row is ok. */
const WHOLE_MINUTES = 40;
const QUICK_MINUTES = 2.8;

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, ROWS);
  if (options === 'list') {
    console.log(namesOf(ROWS));
    return 0;
  }
  const { quick, rows, temporal } = options;
  await stopLeftovers();
  if (temporal === 'production') await resolveTemporalPrograms({ say: console.log }); // built outside a row's time
  const start = performance.now();
  const say = (line: string): void =>
    console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${line}`);
  const measured = await measureRows(rows, {
    quick,
    openSystem: () => openSystem({ temporal, say }),
    minutes: quick ? QUICK_MINUTES : WHOLE_MINUTES,
    say,
  });
  const results: Results = {
    machine: describeMachine(),
    commit: await describeCommit(),
    at: new Date().toISOString(),
    quick,
    temporal,
    rows: [...measured],
  };
  const file = (name: string): string => join(import.meta.dirname, name);
  await writeFile(file('results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(file('results.svg'), drawResults(results));
  console.log(`\n${tableOf(results)}`);
  return results.rows.every(({ ok }) => ok) ? 0 : 1;
}

// Programs that were started are told to stop when this process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
try {
  process.exitCode = await main(process.argv.slice(2));
  // What a row that was given up still waits for must not keep a process alive that nobody watches.
  process.exit();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(1);
}
