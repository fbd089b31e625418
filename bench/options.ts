import { parseArgs } from 'node:util';
import type { Row } from './row.ts';

export type BenchOptions = {
  readonly quick: boolean;
  readonly peers: boolean;
  readonly temporal: TemporalKind;
  readonly rows: readonly Row[];
};

/** The dev server on SQLite, or the server that runs in production, on the benchmark's PostgreSQL. */
export type TemporalKind = 'dev' | 'production';

export const USAGE = `npm run bench                      all rows, at their full sizes (up to 40 minutes)
npm run bench -- --quick           smaller sizes (three minutes)
npm run bench -- --only <words>    rows whose name holds these words; may be given several times
npm run bench -- --peers           also what other tools make of the same directory, installed into a cache
npm run bench -- --temporal production   on a production Temporal Server, built by Go into a cache
npm run bench -- --list            names of all rows`;

/** Throws an Error whose message says what to write instead. */
export function readOptions(args: readonly string[], all: readonly Row[]): BenchOptions | 'list' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      temporal: { type: 'string', default: 'dev' },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const { quick, peers, list, only, temporal } = values;
  if (list) return 'list';
  if (temporal !== 'dev' && temporal !== 'production')
    throw new Error(`--temporal is ${temporal}. Write dev or production.`);
  const wanted = only.length === 0 ? all : all.filter(({ name }) => only.some((words) => name.includes(words)));
  if (wanted.length === 0) throw new Error(`No row is named like that. Rows are:\n${namesOf(all)}`);
  return { quick, peers, temporal, rows: wanted.filter((row) => peers || row.peers !== true) };
}

export const namesOf = (rows: readonly Row[]): string => rows.map(({ name }) => `  ${name}`).join('\n');
