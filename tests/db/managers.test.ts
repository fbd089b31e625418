import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPeople } from '../../db/apply-people.ts';
import { eraseRemoved } from '../../db/erase-removed.ts';
import { keepManagers, readManagers } from '../../db/keep-managers.ts';
import { askForEmployees, askForReports, notToBeAsked } from '../../db/people-to-ask.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import { removePeople } from './remove-people.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Five employees, of whom 1 manages 2 and 3, and 99, who is none, manages 4. */
async function managed(): Promise<TestTenant> {
  const tenant = await stage.tenant({ cleanUp: { enabled: true } });
  await tenant.page(await tenant.open(), persons(1, 5));
  await keep(tenant, { 2: 1, 3: 1, 4: 99 });
  return tenant;
}
const keep = (tenant: TestTenant, by: Readonly<Record<number, number | null>>) =>
  tenant.inTransaction((tx) =>
    keepManagers(
      tenant.id,
      tx,
      Object.entries(by).map(([who, manager]) => ({
        entraObjectId: oid(Number(who)),
        managerId: manager === null ? null : oid(manager),
      })),
    ),
  );
const employeesOf = (tenant: TestTenant) =>
  stage.asOwner('select * from employees where tenant_id = $1 order by entra_object_id', [tenant.id]);
const waiting = async (tenant: TestTenant) =>
  (
    await stage.asOwner<{ id: EntraObjectId }>(
      'select entra_object_id as id from people_to_ask where tenant_id = $1 order by 1',
      [tenant.id],
    )
  ).map(({ id }) => id);

describe('who manages an employee', () => {
  it('is kept without any other trace, twice as once, and of nobody who is no employee', async () => {
    const tenant = await managed();
    const before = await employeesOf(tenant);
    await keep(tenant, { 2: 1, 5: 2, 77: 1 });
    const once = await employeesOf(tenant);
    expect(once).toEqual(before.map((row, n) => (n === 4 ? { ...row, manager_entra_object_id: oid(2) } : row)));
    await keep(tenant, { 2: 1, 5: 2, 77: 1 });
    expect(await employeesOf(tenant)).toEqual(once);
    const kept = await tenant.inTransaction((tx) => readManagers(tenant.id, tx, [2, 4, 77].map(oid)));
    expect(kept).toEqual(
      new Map([
        [oid(2), oid(1)],
        [oid(4), oid(99)],
      ]),
    );
  });

  it('is written with a change of the employee, and stays where a change says nothing of it', async () => {
    const tenant = await managed();
    const runId = await tenant.open();
    await tenant.inTransaction(async (tx) => {
      const planned = await tenant.plan(tx, runId, [person(2, { displayName: 'New' }), person(6)]);
      const changes = planned.changes.map((change) =>
        change.action === 'create' ? { ...change, person: { ...change.person, managerId: oid(2) } } : change,
      );
      await applyPeople(tenant.id, tx, runId, 0, { ...planned, changes });
    });
    const kept = await tenant.inTransaction((tx) => readManagers(tenant.id, tx, [2, 6].map(oid)));
    expect(kept).toEqual(
      new Map([
        [oid(2), oid(1)],
        [oid(6), oid(2)],
      ]),
    );
  });

  it('goes with the erasure of the employee', async () => {
    const tenant = await managed();
    await tenant.save({ enabled: true, retentionDays: 0 });
    await removePeople(tenant, [oid(2)], NOW);
    await tenant.inTransaction((tx) => eraseRemoved(tenant.id, tx, NOW, 10));
    const kept = await tenant.inTransaction((tx) => readManagers(tenant.id, tx, [oid(2)]));
    expect(kept).toEqual(new Map());
    const [row] = await stage.asOwner(
      'select manager_entra_object_id as manager from employees where tenant_id = $1 and entra_object_id = $2',
      [tenant.id, oid(2)],
    );
    expect(row).toEqual({ manager: null });
  });
});

describe('who is to be asked for', () => {
  it('is whom one of the changed people manages, once, whatever they are themselves', async () => {
    const tenant = await managed();
    const ask = () => tenant.inTransaction((tx) => askForReports(tenant.id, tx, [1, 99, 5].map(oid)));
    await ask();
    await ask();
    expect(await waiting(tenant)).toEqual([2, 3, 4].map(oid));
    await tenant.inTransaction((tx) => notToBeAsked(tenant.id, tx, [2, 5].map(oid)));
    await tenant.inTransaction((tx) => notToBeAsked(tenant.id, tx, [2, 5].map(oid)));
    expect(await waiting(tenant)).toEqual([3, 4].map(oid));
  });

  it('is an employee who is there, and nobody else', async () => {
    const tenant = await managed();
    await removePeople(tenant, [oid(3)], NOW);
    await tenant.inTransaction(async (tx) => {
      await askForEmployees(tenant.id, tx, [3, 4, 77].map(oid));
      await askForReports(tenant.id, tx, [oid(1)]);
    });
    expect(await waiting(tenant)).toEqual([2, 4].map(oid));
  });
});
