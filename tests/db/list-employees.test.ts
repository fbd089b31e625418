import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadCursorError, encodeCursor } from '../../db/cursor.ts';
import { EMPLOYEE_SORTS, listEmployees, type EmployeeRow, type EmployeesWanted } from '../../db/list-employees.ts';
import { migrate } from '../../db/migrate.ts';
import { streamEmployees } from '../../db/stream-employees.ts';
import { APP_ROLE } from '../../dev/postgres.ts';
import type { EmployeeStatus } from '../../sync/employee-status.ts';
import { oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
let tenant: TestTenant;
beforeAll(async () => {
  stage = await openStage();
  tenant = await stage.tenant();
  const run = await tenant.open();
  // Pages of their own, so that times of creation differ; names and times that are equal within and across pages.
  await tenant.page(run, persons(1, 6), { last: false });
  await tenant.page(
    run,
    [7, 8, 9, 10].map((n) => person(n, { displayName: 'Same Name' })),
    { last: false },
  );
  await tenant.page(run, [
    person(11, { displayName: 'älg' }),
    person(12, { displayName: 'Zorn' }),
    person(13, { displayName: 'ALFA' }),
  ]);
  await become(12, 'removed', 1);
  await become(3, 'missing', 1_000);
});
afterAll(() => stage.close());

/** At a whole millisecond: a consumer's time is no finer. */
const become = (n: number, status: EmployeeStatus, inMs: number) =>
  stage.asOwner(
    `update employees set status = $2, updated_at = date_trunc('milliseconds', clock_timestamp()) + $3 * interval '1 ms' where entra_object_id = $1`,
    [oid(n), status, inMs],
  );

const list = (wanted: Partial<EmployeesWanted> = {}, who = tenant) =>
  who.inTransaction((tx) => listEmployees(who.id, tx, { sort: 'name', limit: 1000, ...wanted }));

async function allPages(wanted: Partial<EmployeesWanted>, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await list({ ...wanted, limit, cursor });
    expect(items.length).toBeLessThanOrEqual(limit);
    ids.push(...items.map(({ id }) => id));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

const numbersOf = (items: readonly { readonly entraObjectId: string }[]): number[] =>
  items.map(({ entraObjectId }) => Number.parseInt(entraObjectId.slice(-12), 16));

describe('a list of employees', () => {
  it.each(EMPLOYEE_SORTS)('sorted by %s shows everybody once, wherever its pages end', async (sort) => {
    const whole = (await list({ sort })).items.map(({ id }) => id);
    expect(new Set(whole).size).toBe(12);
    for (let limit = 1; limit <= 13; limit++) expect(await allPages({ sort }, limit)).toEqual(whole);
  });

  it.each(['name', 'email', 'created', 'updated'] as const)('sorted by -%s is the list backwards', async (sort) => {
    const { items } = await list({ sort });
    expect((await list({ sort: `-${sort}` })).items).toEqual(items.toReversed());
  });

  it('sorts names as people do, not as bytes', async () => {
    const names = (await list()).items.map(({ values }) => values['displayName']);
    expect(names.slice(0, 3)).toEqual(['ALFA', 'älg', 'Person 1']);
  });

  it('sorts by time of change to the microsecond', async () => {
    const [missing] = (await list({ sort: '-updated' })).items;
    expect(missing?.status).toBe('missing');
  });

  it('leaves out the removed unless they are asked for', async () => {
    expect(numbersOf((await list()).items)).not.toContain(12);
    expect(numbersOf((await list({ status: 'removed' })).items)).toEqual([12]);
    expect(numbersOf((await list({ status: 'missing' })).items)).toEqual([3]);
    expect((await list({ status: 'active' })).items).toHaveLength(11);
  });

  it('tells of changes since a time, to the very time, removals too', async () => {
    const [removed] = (await list({ status: 'removed' })).items;
    const changedSince = removed?.updatedAt ?? new Date(0);
    expect(numbersOf((await list({ sort: 'updated', changedSince })).items)).toEqual([12, 3]);
    expect(numbersOf((await list({ changedSince, status: 'removed' })).items)).toEqual([12]);
    const later = new Date(changedSince.getTime() + 3_600_000);
    expect((await list({ changedSince: later })).items).toEqual([]);
  });

  it('has no page after the last, not even an empty one', async () => {
    expect((await list({ limit: 12 })).next).toBeNull();
    expect((await list({ limit: 11 })).next).not.toBeNull();
  });
});

describe('a search', () => {
  it.each([
    //  term                found
    ['part of a name', 'same', [7, 8, 9, 10]],
    ['part of an address', 'PERSON12@', []],
    ['a whole address', 'person5@contoso.example', [5]],
    ['letters of any case', 'ÄLG', [11]],
    ['a wildcard as text', 'person%', []],
    ['blanks at its ends', '  alfa ', [13]],
    ['a NUL', 'al\u0000fa', [13]],
    ['nobody', 'nobody at all', []],
  ] as const)('finds by %s', async (_what, query, expected) => {
    // prettier-ignore
    expect(numbersOf((await list({ query, sort: 'created' })).items)).toEqual(expected);
  });

  it('without a term finds everybody', async () => {
    expect((await list({ query: ' ' })).items).toHaveLength(12);
  });

  it('finds more people than it remembers, page by page', async () => {
    const large = await stage.tenant();
    await large.page(await large.open(), persons(2001, 3100));
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = await list({ query: 'person', sort: 'email', limit: 300, cursor }, large);
      found.push(...numbersOf(items));
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(persons(2001, 3100).map(({ id }) => Number.parseInt(id.slice(-12), 16)));
  });

  it('finds whoever has another name by the new one alone, and whoever came before there were blocks', async () => {
    const other = await stage.tenant();
    const run = await other.open();
    await other.page(run, persons(4001, 4200), { last: false });
    await other.page(run, [person(4100, { displayName: 'Wǣlfrīc Quux' }), person(4300)]);
    const find = async (query: string) => numbersOf((await list({ query }, other)).items);
    expect(await find('Person 4100')).toEqual([]);
    expect(await find('ǣlF')).toEqual([4100]);
    expect(await find('q')).toEqual([4100]);
    expect(await find('person4300')).toEqual([4300]);
    await stage.asOwner('delete from search_blocks where tenant_id = $1', [other.id]);
    expect(await find('quux')).toEqual([]);
    await migrate({ ownerUrl: stage.database.ownerUrl, appRole: APP_ROLE });
    expect(await find('quux')).toEqual([4100]);
    expect(await find('person4300')).toEqual([4300]);
  });
});

describe('a search among many', () => {
  const NAMES = ['Adele Vance', 'adele Åberg', 'Bo İnan', 'ΟΔΥΣΣΕΑΣ Kyr', '李明', "O'Neil %_", 'Zoë\tTab', 'x'];
  let many: TestTenant;
  let all: readonly EmployeeRow[];
  beforeAll(async () => {
    many = await stage.tenant();
    const run = await many.open();
    // More than are looked at in the order of the list, in several pages, with rare ones among them.
    const people = Array.from({ length: 1_200 }, (_, n) =>
      person(10_000 + n, { displayName: n % 150 === 0 ? (NAMES[n / 150] ?? '') : `Person ${n}` }),
    );
    for (let from = 0; from < people.length; from += 400) {
      await many.page(run, people.slice(from, from + 400), { last: from + 400 >= people.length });
    }
    for (const [status, n] of [
      ['removed', 7],
      ['missing', 11],
      ['duplicate', 13],
    ] as const) {
      await stage.asOwner(
        `update employees set status = $2 where tenant_id = $1 and right(entra_object_id::text, 2) = lpad(to_hex($3::int), 2, '0')`,
        [many.id, status, n],
      );
    }
    all = (await many.inTransaction((tx) => listEmployees(many.id, tx, { sort: 'created', limit: 2_000 }))).items;
    const removed = await list({ sort: 'created', limit: 1000, status: 'removed' }, many);
    all = [...all, ...removed.items];
  });

  const found = ({ values, email }: EmployeeRow, term: string): boolean =>
    [values['displayName'] ?? '', email].some((text) => text.toLowerCase().includes(term.toLowerCase()));
  const ids = (rows: readonly EmployeeRow[]) => rows.map(({ id }) => id).toSorted();

  it.each([
    ...['a', 'ó', '李', 'x', 'zz', '%', '_', '@', 'dele', 'ADELE', 'åb', 'i̇n', 'οδυσ', '李明', "o'n", 'zoë'],
    ...['person 11', 'person10333', '10333@contoso', 'contoso.example', 'Person 7', 'nobody at all'],
  ])(
    'for “%s” finds exactly whom a reader of the whole list finds, in every order and status, page by page',
    async (term) => {
      for (const status of [undefined, 'active', 'missing', 'removed', 'duplicate'] as const) {
        const wanted = all.filter((row) => (status === undefined ? row.status !== 'removed' : row.status === status));
        const expected = ids(wanted.filter((row) => found(row, term)));
        for (const sort of status === undefined ? EMPLOYEE_SORTS : (['name', '-updated'] as const)) {
          const whole: EmployeeRow[] = [];
          let cursor: string | undefined;
          do {
            const page = await list({ query: term, sort, status, cursor, limit: 500 }, many);
            whole.push(...page.items);
            cursor = page.next ?? undefined;
          } while (cursor !== undefined);
          expect(ids(whole), `${sort} ${status}`).toEqual(expected);
        }
      }
    },
  );

  it('shows them in the order of the whole list', async () => {
    for (const sort of EMPLOYEE_SORTS) {
      const whole = (await many.inTransaction((tx) => listEmployees(many.id, tx, { sort, limit: 2_000 }))).items;
      const { items } = await list({ query: 'ele', sort, limit: 50 }, many);
      expect(items.map(({ id }) => id)).toEqual(whole.filter((row) => found(row, 'ele')).map(({ id }) => id));
    }
  });
});

describe('a cursor', () => {
  const first = async () => (await list({ limit: 1, query: 'person' })).next ?? '';

  it.each([
    ['sort', { sort: '-name' }],
    ['search', { query: 'other' }],
    ['status', { status: 'active' }],
    ['time', { changedSince: new Date(0) }],
  ] as const)('of a list with another %s is refused', async (_what, difference) => {
    const cursor = await first();
    await expect(list({ limit: 1, query: 'person', cursor })).resolves.toBeDefined();
    await expect(list({ limit: 1, query: 'person', ...difference, cursor })).rejects.toThrow(BadCursorError);
  });

  it('of another tenant is refused', async () => {
    const other = await stage.tenant();
    await expect(list({ limit: 1, query: 'person', cursor: await first() }, other)).rejects.toThrow(BadCursorError);
  });

  it('says nothing of who was searched for', async () => {
    const cursor = (await list({ limit: 1, query: 'same name', sort: 'created' })).next ?? '';
    expect(Buffer.from(cursor.slice(8), 'base64url').toString()).not.toMatch(/same/i);
  });

  it('made up by hand is refused, whatever stands in it, and never reaches PostgreSQL', async () => {
    const values = fc.oneof(
      fc.string(),
      fc.constantFrom('\u0000', '2026-02-31 10:00:00+00', '2026-19-39 29:59:59.123+00', oid(1)),
    );
    const given = Buffer.from((await first()).slice(8), 'base64url').toString();
    const [name] = JSON.parse(given) as [string];
    await fc.assert(
      fc.asyncProperty(
        fc.array(values, { maxLength: 3 }),
        fc.constantFrom('name', 'created', 'updated'),
        async (made, sort) => {
          const answer = list({ query: 'person', sort, limit: 1, cursor: encodeCursor([name, ...made]) });
          await answer.catch((err: unknown) => expect(err).toBeInstanceOf(BadCursorError));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a stream of employees', () => {
  it('gives everybody once and in order, over several batches', async () => {
    const large = await stage.tenant();
    await large.page(await large.open(), persons(10_001, 12_500));
    const sizes: number[] = [];
    const streamed: number[] = [];
    for await (const batch of streamEmployees(large.id, stage.db, { sort: 'email' })) {
      sizes.push(batch.length);
      streamed.push(...numbersOf(batch));
    }
    expect(sizes).toEqual([2000, 500]);
    expect(streamed).toEqual(numbersOf(persons(10_001, 12_500).map(({ id }) => ({ entraObjectId: id }))));
  });

  it('of a tenant without employees ends at once', async () => {
    const empty = await stage.tenant();
    expect(await streamEmployees(empty.id, stage.db, { sort: 'name' }).next()).toEqual({
      done: true,
      value: undefined,
    });
  });
});
