import { describe, expect, test } from 'vitest';
import { readOptions } from '../../bench/options.ts';
import type { Limit } from '../../bench/row.ts';
import { ROWS } from '../../bench/rows.ts';

const atMost = (of: 'ratio' | 'value', bound: number): Limit => ({ of, atMost: bound });

// prettier-ignore
const PROMISED: readonly (readonly [string, Limit])[] = [
  ['first sync, latency 0',                                  atMost('ratio', 2)],
  ['first sync, latency 250 ms',                             atMost('ratio', 1.1)],
  ['full sync without changes',                              atMost('ratio', 0.7)],
  ['full sync without changes, employee rows written',       atMost('value', 0)],
  ['incremental, 100 changes in a million',                  atMost('ratio', 1.2)],
  ['worker memory at a million, growth',                     atMost('ratio', 1.2)],
  ['worker memory at a million',                             atMost('value', 350)],
  ['Temporal actions of a full run',                         atMost('value', 30)],
  ['Temporal events of a full run',                          atMost('value', 80)],
  ['Temporal actions of an incremental run without changes', atMost('value', 10)],
  ['Sync Now, idle',                                         atMost('ratio', 2)],
  ['Sync Now, among sleepers',                               atMost('ratio', 1.5)],
  ['Sync Now, beside a large sync',                          atMost('ratio', 3)],
  ['worker memory, many sleepers',                           atMost('value', 500)],
  ['runs per second, many small tenants',                    { of: 'ratio', atLeast: 0.5 }],
  ['Employees page at a million',                            atMost('ratio', 3)],
  ['Employees page at a million, time',                      atMost('value', 100)],
  ['Employees sorted at a million',                          atMost('ratio', 3)],
  ['search for the beginning of a name at a million',        atMost('ratio', 3)],
  ['search for a part of a word at a million',               atMost('value', 100)],
  ['pages at a thousand employees',                          atMost('value', 50)],
  ['filter text, slowest',                                   atMost('value', 10)],
];

describe('the benchmark', () => {
  test.each(PROMISED)('measures what is promised, with its limit: %s', (name, limit) => {
    expect(ROWS.find((row) => row.name === name)).toMatchObject({ limit });
  });

  test('has names that tell rows apart', () => {
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
  });

  test('compares every ratio with something that it names', () => {
    expect(ROWS.filter(({ limit, against }) => limit.of === 'ratio' && against === '')).toEqual([]);
  });

  test('asks for other tools only where it is told to', () => {
    const plain = readOptions([], ROWS);
    expect(plain).toMatchObject({ temporal: 'dev' });
    expect(readOptions(['--temporal', 'production'], ROWS)).toMatchObject({ temporal: 'production' });
    expect(() => readOptions(['--temporal', 'cloud'], ROWS)).toThrow('Write dev or production.');
    const withPeers = readOptions(['--peers'], ROWS);
    expect(plain).toMatchObject({ quick: false, peers: false });
    expect(plain !== 'list' && plain.rows.some(({ peers }) => peers)).toBe(false);
    expect(withPeers).toMatchObject({ peers: true, rows: ROWS });
  });

  test('measures only the rows that are named, and says which there are when none is', () => {
    expect(readOptions(['--only', 'first sync'], ROWS)).toMatchObject({
      rows: [{ name: 'first sync, latency 0' }, { name: 'first sync, latency 250 ms' }],
    });
    expect(() => readOptions(['--only', 'nothing like it'], ROWS)).toThrow('Sync Now, idle');
  });
});
