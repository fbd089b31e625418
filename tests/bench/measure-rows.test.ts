import { describe, expect, test } from 'vitest';
import { measureRows } from '../../bench/measure-rows.ts';
import { drawResults } from '../../bench/report/draw-results.ts';
import { describeMachine } from '../../bench/report/machine.ts';
import { resultsSchema, type Results } from '../../bench/report/results.schema.ts';
import { tableOf } from '../../bench/report/table.ts';
import type { Limit, Measured, Row } from '../../bench/row.ts';
import type { System } from '../../bench/system.ts';
import { FILTER_ROWS } from '../../bench/rows/filters.ts';

const row = (name: string, limit: Limit, measure: Row['measure']): Row => ({
  ...{ name, limit, measure },
  ...{ what: `what ${name} is`, against: 'something', unit: 'ms', minutes: 1 },
});
const measured =
  (value: number, reference?: number): Row['measure'] =>
  async (): Promise<Measured> => ({ value, how: 'once', ...(reference !== undefined && { reference }) });
const fails: Row['measure'] = async () => {
  throw new Error('Nothing <to> measure.');
};

const noSystem = async (): Promise<System> => {
  throw new Error('No row of this test needs a system.');
};
const measure = async (rows: readonly Row[], minutes = 1, openSystem = noSystem) =>
  measureRows(rows, { quick: true, minutes, say: () => undefined, openSystem });

const resultsOf = (rows: Awaited<ReturnType<typeof measure>>): Results => ({
  ...{ machine: describeMachine(), commit: 'abc', at: new Date().toISOString(), quick: true, temporal: 'dev' },
  rows: [...rows],
});

describe('measuring rows', () => {
  test('compares the ratio, or the value, with the limit', async () => {
    const results = await measure([
      row('within', { of: 'ratio', atMost: 2 }, measured(19, 10)),
      row('beyond', { of: 'ratio', atMost: 2 }, measured(21, 10)),
      row('enough', { of: 'ratio', atLeast: 0.5 }, measured(6, 10)),
      row('too little', { of: 'ratio', atLeast: 0.5 }, measured(4, 10)),
      row('none', { of: 'value', atMost: 0 }, measured(0)),
      row('one', { of: 'value', atMost: 0 }, measured(1)),
      row('told', { of: 'nothing' }, measured(7)),
    ]);
    expect(results.map(({ name, ok }) => (ok ? name : `not ${name}`))).toEqual([
      ...['within', 'not beyond', 'enough', 'not too little', 'none', 'not one', 'told'],
    ]);
    expect(results[0]).toMatchObject({ value: 19, ratio: 1.9, limit: '≤ 2 ×', used: 0.95 });
  });

  test('goes on after a row that fails, and says why it failed', async () => {
    const results = await measure([
      row('broken', { of: 'value', atMost: 1 }, fails),
      row('next', { of: 'value', atMost: 1 }, measured(1)),
    ]);
    expect(results).toMatchObject([
      { name: 'broken', ok: false, value: null, ratio: null, cause: 'Nothing <to> measure.' },
      { name: 'next', ok: true, value: 1, cause: null },
    ]);
  });

  test('gives up a row that takes longer than it may, and tells it so', async () => {
    let told: unknown;
    const endless = row('endless', { of: 'value', atMost: 1 }, ({ signal }) => {
      signal.addEventListener('abort', () => (told = signal.reason));
      return new Promise<never>(() => undefined);
    });
    const [result] = await measure([{ ...endless, minutes: 0.001 }]);
    expect(result).toMatchObject({ ok: false, cause: expect.stringContaining('longer than') });
    expect(told).toBeInstanceOf(Error);
  });

  test('measures nothing beside what a late row has left: its system is closed, and the next row has another', async () => {
    const opened: number[] = [];
    const closed: number[] = [];
    const openSystem = async (): Promise<System> => {
      const number = opened.push(opened.length);
      return { close: async () => void closed.push(number) } as Partial<System> as System; // rows of this test use no more
    };
    const limit: Limit = { of: 'value', atMost: 9 };
    const late = row('late', limit, async ({ system, once }) => {
      await once('known', async () => 'of the first system');
      await system();
      return new Promise<never>(() => undefined);
    });
    const next = row('next', limit, async ({ system, once }) => {
      await system();
      return { value: closed.length, how: await once('known', async () => 'of the second system') };
    });
    const results = await measure([{ ...late, minutes: 0.001 }, next], 1, openSystem);
    expect(results[1]).toMatchObject({ value: 1, how: 'of the second system' });
    expect(closed).toEqual([1, 2]);
  });

  test('begins no row once the time of the whole is over', async () => {
    const results = await measure([row('late', { of: 'value', atMost: 1 }, measured(1))], 0);
    expect(results).toMatchObject([{ ok: false, cause: expect.stringContaining('over') }]);
  });

  test('measures once what several rows share, also where it fails', async () => {
    let times = 0;
    const shared: Row['measure'] = ({ once }) =>
      once('shared', async () => {
        times++;
        throw new Error('not today');
      });
    const limit: Limit = { of: 'value', atMost: 1 };
    const results = await measure([row('one', limit, shared), row('other', limit, shared)]);
    expect(times).toBe(1);
    expect(results.map(({ cause }) => cause)).toEqual(['not today', 'not today']);
  });
});

describe('what is written down', () => {
  test('has the shape that others read, is drawn, and stands in the table', async () => {
    const results = resultsOf(
      await measure([
        row('a <row>', { of: 'ratio', atMost: 2 }, measured(19, 10)),
        row('broken', { of: 'ratio', atMost: 2 }, fails),
      ]),
    );
    expect(resultsSchema.parse(JSON.parse(JSON.stringify(results)))).toEqual(results);
    const drawn = drawResults(results);
    expect(drawn).toContain('a &lt;row&gt;');
    expect(drawn).toContain('could not be measured');
    expect(drawn).not.toContain('<row>');
    expect(tableOf(results)).toMatch(/ok +a <row> +19 ms +something +1\.90 × +≤ 2 ×/);
    expect(tableOf(results)).toContain('broken: Nothing <to> measure.');
    expect(tableOf(results)).toContain('scaled down');
  });

  test('is measured by a row of the benchmark itself', async () => {
    const [result] = await measure(FILTER_ROWS);
    expect(result).toMatchObject({ cause: null, unit: 'ms' });
    expect(result?.value).toBeGreaterThan(0);
  });
});
