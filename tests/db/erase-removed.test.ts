import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseRemoved, isErasureDue, readErasureTime } from '../../db/erase-removed.ts';
import { listEmployees } from '../../db/list-employees.ts';
import { listRunChanges } from '../../db/list-run-changes.ts';
import { lockTenant } from '../../db/lock-tenant.ts';
import { readEmployee } from '../../db/read-employee.ts';
import type { EmployeeId, RunId } from '../../sync/ids.ts';
import { removePeople } from './remove-people.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const DAY = 24 * 3_600_000;
const daysLater = (days: number): Date => new Date(NOW.getTime() + days * DAY);
const erase = (tenant: TestTenant, now: Date, limit = 100) =>
  tenant.inTransaction(async (tx) => {
    await lockTenant(tenant.id, tx);
    return eraseRemoved(tenant.id, tx, now, limit);
  });
const isDue = (tenant: TestTenant, now: Date) => tenant.inTransaction((tx) => isErasureDue(tenant.id, tx, now));
const removed = async (tenant: TestTenant) =>
  (
    await tenant.inTransaction((tx) =>
      listEmployees(tenant.id, tx, { sort: 'created', limit: 1000, status: 'removed' }),
    )
  ).items;

const titled = (n: number, jobTitle: string) => person(n, { displayName: 'Ada Lovelace', properties: { jobTitle } });

/** Ada, who had two titles, is removed at NOW; somebody else stays. Kept for 30 days. */
async function adaGone(cleanUp = {}): Promise<TestTenant> {
  const tenant = await stage.tenant({ cleanUp: { enabled: true, ...cleanUp } });
  await tenant.page(await tenant.open(), [titled(1, 'Analyst'), person(2)]);
  await tenant.page(await tenant.open(), [titled(1, 'Countess'), person(2)]);
  await removePeople(tenant, [oid(1)], NOW);
  return tenant;
}

/** All that the database holds of a tenant's people, as one text. */
const dumpOf = async ({ id }: TestTenant): Promise<string> => {
  const tables = await stage.asOwner<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relkind = 'r'`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    for (const { t } of await stage.asOwner<{ t: string }>(`select t::text from ${name} t where tenant_id = $1`, [id]))
      rows.push(t);
  }
  return rows.toSorted().join('\n');
};

describe('whoever was removed', () => {
  it('is told when what is known of them is erased, and nobody else is', async () => {
    const tenant = await adaGone();
    const [ada] = await removed(tenant);
    const timeOf = (id: EmployeeId) => tenant.inTransaction((tx) => readErasureTime(tenant.id, tx, id));
    expect(await timeOf(ada!.id)).toEqual(daysLater(30));
    await erase(tenant, daysLater(30));
    expect(await timeOf(ada!.id)).toBeUndefined();
    const { items } = await tenant.inTransaction((tx) =>
      listEmployees(tenant.id, tx, { sort: 'created', limit: 10, status: 'active' }),
    );
    expect(await timeOf(items[0]!.id)).toBeUndefined();
  });

  it.each([
    ['a day before the time is over', 29, false],
    ['when it is over to the moment', 30, true],
    ['long after', 300, true],
  ])('is due or not %s', async (_when, days, due) => {
    const tenant = await adaGone();
    expect(await isDue(tenant, daysLater(days))).toBe(due);
    expect(await erase(tenant, daysLater(days))).toEqual({ people: due ? 1 : 0, next: 'done' });
  });

  it('is due by the newest settings, of whichever version the removal was', async () => {
    const tenant = await adaGone();
    await tenant.save({ retentionDays: 3 });
    expect([await isDue(tenant, daysLater(2)), await isDue(tenant, daysLater(3))]).toEqual([false, true]);
    await tenant.save({ retentionDays: 90, enabled: false });
    expect([await isDue(tenant, daysLater(60)), await isDue(tenant, daysLater(90))]).toEqual([false, true]);
  });

  it('is due at once where nobody is kept, even by a clock that is behind', async () => {
    const tenant = await adaGone({ retentionDays: 0 });
    expect(await isDue(tenant, new Date(NOW.getTime() - 5_000))).toBe(true);
  });

  it('is due only when removed: nobody present or missing ever is', async () => {
    const tenant = await stage.tenant({ cleanUp: { enabled: false, retentionDays: 0 } });
    await tenant.page(await tenant.open(), persons(1, 2));
    await removePeople(tenant, [oid(1)], NOW); // without clean-up: missing
    expect(await isDue(tenant, daysLater(999))).toBe(false);
    expect(await erase(tenant, daysLater(999))).toEqual({ people: 0, next: 'done' });
  });
});

describe('erasing', () => {
  it('leaves nothing of the person anywhere in the database, and of others everything', async () => {
    const tenant = await adaGone();
    expect(await dumpOf(tenant)).toMatch(/Lovelace.*Countess|Countess.*Lovelace/s);
    await erase(tenant, daysLater(30));
    const dump = await dumpOf(tenant);
    expect(dump).not.toMatch(/Lovelace|Analyst|Countess|person1@/i);
    expect(dump).toContain('person2@contoso.example');
  });

  it('keeps ids, status and times of the employee, so that consumers still learn of the removal', async () => {
    const tenant = await adaGone();
    const [before] = await removed(tenant);
    await erase(tenant, daysLater(30));
    expect(await removed(tenant)).toEqual([
      { ...before, email: '', kind: 'person', values: {}, erasedAt: daysLater(30) },
    ]);
    const changed = await tenant.inTransaction((tx) =>
      listEmployees(tenant.id, tx, { sort: 'updated', limit: 10, changedSince: NOW, status: 'removed' }),
    );
    expect(changed.items.map(({ entraObjectId }) => entraObjectId)).toEqual([oid(1)]);
  });

  it('keeps actions, reasons and times in the history and in the changes of every run, without a value', async () => {
    const tenant = await adaGone();
    const [{ id } = { id: '' as EmployeeId }] = await removed(tenant);
    const history = async () => (await tenant.inTransaction((tx) => readEmployee(tenant.id, tx, id)))?.history ?? [];
    const before = await history();
    expect(before.map(({ action }) => action)).toEqual(['remove', 'update', 'create']);
    await erase(tenant, daysLater(30));
    expect(await history()).toEqual(before.map((change) => ({ ...change, before: null, after: null })));
    for (const [run, action] of [
      ['1', 'create'],
      ['2', 'update'],
    ] as const) {
      const { items } = await tenant.inTransaction(
        (tx) => listRunChanges(tenant.id, tx, run as RunId, { limit: 10 }), // its number
      );
      expect(items.find(({ entraObjectId }) => entraObjectId === oid(1))).toMatchObject({
        action,
        before: null,
        after: null,
      });
    }
  });

  it('goes batch by batch to the end, and a second time finds nobody', async () => {
    const tenant = await stage.tenant({ cleanUp: { enabled: true } });
    await tenant.page(await tenant.open(), persons(1, 5));
    await removePeople(tenant, [1, 2, 3, 4].map(oid), NOW);
    expect(await erase(tenant, daysLater(30), 3)).toEqual({ people: 3, next: 'more' });
    expect(await erase(tenant, daysLater(30), 3)).toEqual({ people: 1, next: 'done' });
    const dump = await dumpOf(tenant);
    expect(await erase(tenant, daysLater(31), 3)).toEqual({ people: 0, next: 'done' });
    expect(await dumpOf(tenant)).toBe(dump);
  });

  it('is of one tenant alone', async () => {
    const [tenant, other] = [await adaGone(), await adaGone()];
    await erase(tenant, daysLater(30));
    expect(await dumpOf(other)).toContain('Lovelace');
    expect(await tenant.inTransaction((tx) => isErasureDue(other.id, tx, daysLater(30)))).toBe(false);
  });
});

describe('who comes back', () => {
  it('before being erased is restored, with the history', async () => {
    const tenant = await adaGone();
    const [{ id } = { id: '' as EmployeeId }] = await removed(tenant);
    await tenant.page(await tenant.open(), [titled(1, 'Countess'), person(2)]);
    const found = await tenant.inTransaction((tx) => readEmployee(tenant.id, tx, id));
    expect(found?.history.map(({ action }) => action)).toEqual(['restore', 'remove', 'update', 'create']);
    expect(await erase(tenant, daysLater(30))).toMatchObject({ people: 0 });
  });

  it('after that is created anew: the same id, and a history that begins there', async () => {
    const tenant = await adaGone();
    const [gone] = await removed(tenant);
    await erase(tenant, daysLater(30));
    const run = await tenant.open();
    await tenant.page(run, [titled(1, 'Baroness'), person(2)]);
    const found = await tenant.inTransaction((tx) => readEmployee(tenant.id, tx, gone?.id ?? ('' as EmployeeId)));
    expect(found?.employee).toMatchObject({
      entraObjectId: oid(1),
      status: 'active',
      email: 'person1@contoso.example',
      values: { jobTitle: 'Baroness' },
      erasedAt: null,
    });
    expect(found?.history).toMatchObject([
      { runId: run, action: 'create', reason: 'matches', before: null, after: { jobTitle: 'Baroness' } },
    ]);
    expect(found?.history[0]?.at.getTime()).toBeGreaterThan(gone?.createdAt.getTime() ?? 0);
    expect((await tenant.run(run)).counts).toMatchObject({ created: 1, restored: 0 });
  });

  it('after that leaves the runs of before without values, though there are values again', async () => {
    const tenant = await adaGone();
    await erase(tenant, daysLater(30));
    await tenant.page(await tenant.open(), [titled(1, 'Baroness'), person(2)]);
    const { items } = await tenant.inTransaction(
      (tx) => listRunChanges(tenant.id, tx, '1' as RunId, { limit: 10, action: 'create' }), // its number
    );
    expect(items.find(({ entraObjectId }) => entraObjectId === oid(1))?.after).toBeNull();
    expect(items.find(({ entraObjectId }) => entraObjectId === oid(2))?.after).toMatchObject({
      displayName: 'Person 2',
    });
  });

  it('after that and does not match is nobody’s business', async () => {
    const tenant = await adaGone();
    await erase(tenant, daysLater(30));
    const run = await tenant.open();
    await tenant.page(run, [person(1, { accountEnabled: false }), person(2)]);
    expect((await tenant.run(run)).counts).toMatchObject({ created: 0, restored: 0, skipped: { disabled: 1 } });
    expect(await removed(tenant)).toMatchObject([{ email: '', values: {} }]);
  });
});
