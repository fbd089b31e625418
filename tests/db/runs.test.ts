import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCleanUp } from '../../db/apply-clean-up.ts';
import { closeRun } from '../../db/close-run.ts';
import { countPeopleOnce } from '../../db/count-people-once.ts';
import { BadCursorError, encodeCursor } from '../../db/cursor.ts';
import { findVanished } from '../../db/find-vanished.ts';
import { findWaitingRun } from '../../db/find-waiting-run.ts';
import { listRunChanges, type ChangesWanted } from '../../db/list-run-changes.ts';
import { listRuns, type RunsWanted } from '../../db/list-runs.ts';
import { readRun } from '../../db/read-run.ts';
import type { RunId } from '../../sync/ids.ts';
import type { ChangeAction } from '../../sync/planned-change.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const numberOf = (id: string): number => Number.parseInt(id.slice(-12), 16);

async function allOf<Item>(
  page: (cursor: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await page(cursor);
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

describe('the list of runs', () => {
  const list = (tenant: TestTenant, wanted: Partial<RunsWanted> = {}) =>
    tenant.inTransaction((tx) => listRuns(tenant.id, tx, { limit: 100, ...wanted }));

  it('shows the newest first and each once, wherever its pages end, the tenth after the ninth', async () => {
    const tenant = await stage.tenant();
    for (let n = 0; n < 11; n++) await tenant.open();
    const expected = Array.from({ length: 11 }, (_, index) => `${11 - index}`);
    for (const limit of [1, 2, 5, 10, 11, 12]) {
      expect((await allOf((cursor) => list(tenant, { limit, cursor }))).map(({ id }) => id)).toEqual(expected);
    }
  });

  it('finds the run that answers a request, and none for a request that nobody made', async () => {
    const tenant = await stage.tenant();
    await tenant.open({ requestIds: ['a'] });
    const run = await tenant.open({ requestIds: ['b', 'c'] });
    expect((await list(tenant, { requestId: 'c' })).items).toMatchObject([{ id: run, requestIds: ['b', 'c'] }]);
    expect(await list(tenant, { requestId: 'd' })).toEqual({ items: [], next: null });
  });

  it('refuses a cursor of the list of another request, and one that is made up', async () => {
    const tenant = await stage.tenant();
    for (let n = 0; n < 2; n++) await tenant.open({ requestIds: ['a'] });
    const cursor = (await list(tenant, { requestId: 'a', limit: 1 })).next ?? '';
    await expect(list(tenant, { requestId: 'a', cursor })).resolves.toMatchObject({ items: [{ id: '1' }] });
    await expect(list(tenant, { cursor })).rejects.toThrow(BadCursorError);
    await expect(list(tenant, { cursor: encodeCursor([null, '9'.repeat(30)]) })).rejects.toThrow(BadCursorError);
  });

  it('shows nothing of another tenant, nor does its number', async () => {
    const [tenant, other] = [await stage.tenant(), await stage.tenant()];
    const run = await tenant.open();
    expect((await list(other)).items).toEqual([]);
    expect(await other.inTransaction((tx) => readRun(other.id, tx, run))).toBeUndefined();
    expect(await other.inTransaction((tx) => readRun(tenant.id, tx, run))).toBeUndefined();
  });
});

describe('the run that waits for a decision', () => {
  it('is the newest that holds a list of its own, the tenth rather than the ninth; or none', async () => {
    const tenant = await stage.tenant();
    const waiting = () => tenant.inTransaction((tx) => findWaitingRun(tenant.id, tx));
    for (let n = 1; n <= 11; n++) {
      const run = await tenant.open();
      await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'succeeded', now: NOW }));
    }
    expect(await waiting()).toBeUndefined();
    await stage.asOwner(`update sync_runs set state = 'held' where tenant_id = $1 and id >= 9`, [tenant.id]);
    await stage.asOwner('update sync_runs set waiting_run = 10 where tenant_id = $1 and id = 11', [tenant.id]);
    expect(await waiting()).toBe('10');
  });
});

/** A run with each kind of change: one created, one updated, one to be removed, one skipped. The first was run 1. */
async function richRun(): Promise<{ tenant: TestTenant; run: RunId }> {
  const tenant = await stage.tenant({ cleanUp: { enabled: true } });
  await tenant.page(await tenant.open(), persons(1, 4));
  const run = await tenant.open();
  await tenant.page(run, [person(1), person(2, { properties: { jobTitle: 'Pilot' } })], { last: false });
  await tenant.page(run, [person(5), person(6, { properties: { jobTitle: 'Cook' } })], { last: false });
  await tenant.page(run, [
    person(7, { userType: 'Guest' }),
    person(4, { accountEnabled: false }),
    person(8, { accountEnabled: false }),
  ]);
  await tenant.inTransaction((tx) => findVanished(tenant.id, tx, run));
  await stage.asOwner('update planned_removals set proof = 1 where tenant_id = $1', [tenant.id]);
  return { tenant, run };
}

const changes = (tenant: TestTenant, run: RunId, wanted: Partial<ChangesWanted> = {}) =>
  tenant.inTransaction((tx) => listRunChanges(tenant.id, tx, run, { limit: 1000, ...wanted }));

describe('the changes of a run', () => {
  it('tell what was done, with what differs, and of the newest full run who was skipped', async () => {
    const { tenant, run } = await richRun();
    const { items } = await changes(tenant, run);
    expect(
      items.map(({ entraObjectId, action, reason, applied }) => [numberOf(entraObjectId), action, reason, applied]),
    ).toEqual([
      [2, 'update', 'changed', true],
      [5, 'create', 'matches', true],
      [6, 'create', 'matches', true],
      [7, 'skip', 'guest', false],
      [4, 'skip', 'disabled', false],
      [8, 'skip', 'disabled', false],
    ]);
    expect(items[0]).toMatchObject({ before: { jobTitle: null }, after: { jobTitle: 'Pilot' } });
    expect(items[2]).toMatchObject({ before: null, after: { displayName: 'Person 6', jobTitle: 'Cook' } });
    expect(items[3]).toEqual({
      entraObjectId: oid(7),
      employeeId: null,
      action: 'skip',
      reason: 'guest',
      applied: false,
      before: null,
      after: null,
    });
  });

  it('tell also what a held run would do, and after the decision no more', async () => {
    const { tenant, run } = await richRun();
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'held', now: NOW }));
    const planned = (await changes(tenant, run)).items.filter(({ action }) => action === 'remove');
    expect(planned.map(({ entraObjectId, reason, applied }) => [numberOf(entraObjectId), reason, applied])).toEqual([
      [3, 'deleted', false],
      [4, 'disabled', false],
    ]);
    expect(await tenant.inTransaction((tx) => findWaitingRun(tenant.id, tx))).toBe(run);
  });

  it('tell removals that were applied, with the employee they were of', async () => {
    const { tenant, run } = await richRun();
    await tenant.inTransaction((tx) => applyCleanUp(tenant.id, tx, run, NOW));
    const { items } = await changes(tenant, run, { action: 'remove' });
    expect(items.map(({ entraObjectId, applied }) => [numberOf(entraObjectId), applied])).toEqual([
      [3, true],
      [4, true],
    ]);
    expect(items.every(({ employeeId }) => employeeId !== null)).toBe(true);
  });

  it('show each once, wherever their pages end, in every part', async () => {
    const { tenant, run } = await richRun();
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'held', now: NOW }));
    const whole = (await changes(tenant, run)).items;
    expect(whole).toHaveLength(8);
    for (let limit = 1; limit <= 9; limit++) {
      expect(await allOf((cursor) => changes(tenant, run, { limit, cursor }))).toEqual(whole);
    }
  });

  it.each([
    ['create', 2],
    ['update', 1],
    ['skip', 3],
    ['remove', 2],
    ['restore', 0],
    ['missing', 0],
  ] as const)('can be asked for by action: %s, also over several pages', async (action: ChangeAction, count) => {
    const { tenant, run } = await richRun();
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'held', now: NOW }));
    const found = await allOf((cursor) => changes(tenant, run, { action, limit: 1, cursor }));
    expect(found.map((change) => change.action)).toEqual(Array.from({ length: count }, () => action));
  });

  it('of an older full run tell no skips any more, since the newest tells them', async () => {
    const { tenant, run } = await richRun();
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'succeeded', now: NOW }));
    const next = await tenant.open();
    await tenant.page(next, persons(1, 2));
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, next, { outcome: 'succeeded', now: NOW }));
    expect((await changes(tenant, run, { action: 'skip' })).items).toEqual([]);
  });

  it('name who moved between pages once, by what was read last', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, [person(1, { accountEnabled: false })], { last: false });
    await tenant.page(run, [person(1, { userType: 'Guest' })]);
    await tenant.inTransaction((tx) => countPeopleOnce(tenant.id, tx, run));
    expect((await changes(tenant, run)).items.map(({ reason }) => reason)).toEqual(['guest']);
  });

  it('of another tenant’s run are none', async () => {
    const { run } = await richRun();
    const other = await stage.tenant();
    expect(await changes(other, run)).toEqual({ items: [], next: null });
  });

  it.each([
    ['another run', (list: string) => [list.replace(/^\d+/, '99'), '1', '0000000001']],
    ['another action', (list: string) => [`${list}create`, '1', '0000000001']],
    ['no part', (list: string) => [list, '4', '0000000001']],
    ['no row number', (list: string) => [list, '1', 'x']],
    ['no object id', (list: string) => [list, '2', 'x']],
    ['no place of a listing', (list: string) => [list, '3', '1']],
  ])('refuse a cursor of %s', async (_what, place) => {
    const { tenant, run } = await richRun();
    const attempt = changes(tenant, run, { cursor: encodeCursor(place(`${run} `)) });
    await expect(attempt).rejects.toThrow(BadCursorError);
  });

  it('take the largest place that a cursor can hold for one behind the end', async () => {
    const { tenant, run } = await richRun();
    for (const [part, place] of [
      ['1', '9999999999'],
      ['3', '99999999999999'],
    ] as const) {
      const { items } = await changes(tenant, run, {
        action: 'update',
        cursor: encodeCursor([`${run} update`, part, place]),
      });
      expect(items).toEqual([]);
    }
  });
});
