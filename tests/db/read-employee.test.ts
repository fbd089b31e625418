import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCleanUp } from '../../db/apply-clean-up.ts';
import { findVanished } from '../../db/find-vanished.ts';
import { listEmployees } from '../../db/list-employees.ts';
import { readEmployee } from '../../db/read-employee.ts';
import { rebuildCreations } from '../../db/rebuild-creations.ts';
import type { EmployeeId, RunId } from '../../sync/ids.ts';
import { NOW, oid, openStage, person, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const titled = (n: number, jobTitle: string) => person(n, { properties: { jobTitle } });

async function idOf(tenant: TestTenant): Promise<EmployeeId> {
  const { items } = await tenant.inTransaction((tx) =>
    listEmployees(tenant.id, tx, { sort: 'created', limit: 1, changedSince: new Date(0) }),
  );
  if (items[0] === undefined) throw new Error('The tenant has no employees.');
  return items[0].id;
}
const read = async (tenant: TestTenant) => {
  const id = await idOf(tenant);
  return tenant.inTransaction((tx) => readEmployee(tenant.id, tx, id));
};
const sync = async (tenant: TestTenant, ...people: Parameters<TestTenant['page']>[1]): Promise<RunId> => {
  const run = await tenant.open();
  await tenant.page(run, people);
  return run;
};

describe('an employee', () => {
  it('is read with all that runs did to it, the newest first, its creation last', async () => {
    const tenant = await stage.tenant({ cleanUp: { enabled: true } });
    await sync(tenant, titled(1, 'Trainee'), person(2));
    await sync(tenant, titled(1, 'Pilot'), person(2));
    const leaving = await sync(tenant, person(2));
    await tenant.inTransaction(async (tx) => {
      await findVanished(tenant.id, tx, leaving);
      await tx.query('update planned_removals set proof = 1 where tenant_id = $1', [tenant.id]);
      await applyCleanUp(tenant.id, tx, leaving, NOW);
    });
    await sync(tenant, titled(1, 'Captain'), person(2));
    const found = await read(tenant);
    expect(found?.employee).toMatchObject({ entraObjectId: oid(1), status: 'active', values: { jobTitle: 'Captain' } });
    expect(found?.history).toMatchObject([
      { runId: '4', action: 'restore', reason: 'back', before: { jobTitle: 'Pilot' }, after: { jobTitle: 'Captain' } },
      { runId: '3', action: 'remove', reason: 'deleted', at: NOW, before: null, after: null },
      {
        runId: '2',
        action: 'update',
        reason: 'changed',
        before: { jobTitle: 'Trainee' },
        after: { jobTitle: 'Pilot' },
      },
      {
        runId: '1',
        action: 'create',
        reason: 'matches',
        before: null,
        after: { displayName: 'Person 1', jobTitle: 'Trainee' },
      },
    ]);
    expect(found?.history.at(-1)?.at).toEqual(found?.employee.createdAt);
  });

  it('that never changed has a creation and nothing else, of the run that made it', async () => {
    const tenant = await stage.tenant();
    await tenant.open();
    const run = await sync(tenant, person(1));
    await sync(tenant, person(1));
    const found = await read(tenant);
    expect(found?.history).toMatchObject([{ runId: run, action: 'create', after: found?.employee.values }]);
  });

  it('has its history by the order of runs, the tenth after the ninth', async () => {
    const tenant = await stage.tenant();
    for (let n = 1; n <= 11; n++) await sync(tenant, titled(1, `Title ${n}`));
    const runs = (await read(tenant))?.history.map(({ runId }) => Number(runId));
    expect(runs).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('is read when it is removed, too', async () => {
    const tenant = await stage.tenant();
    await sync(tenant, person(1));
    await stage.asOwner(`update employees set status = 'removed' where tenant_id = $1`, [tenant.id]);
    expect((await read(tenant))?.employee.status).toBe('removed');
  });

  it('of another tenant is not there', async () => {
    const [tenant, other] = [await stage.tenant(), await stage.tenant()];
    await sync(tenant, person(1));
    const id = await idOf(tenant);
    expect(await other.inTransaction((tx) => readEmployee(other.id, tx, id))).toBeUndefined();
    expect(await other.inTransaction((tx) => readEmployee(tenant.id, tx, id))).toBeUndefined();
  });
});

describe('what people were created with', () => {
  it('is rebuilt from today and every later change, also of the same run', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, [titled(1, 'A')], { last: false });
    await tenant.page(run, [titled(1, 'B')]);
    await sync(tenant, person(1, { properties: { jobTitle: 'C', city: 'Oslo' } }));
    await sync(tenant, person(1, { properties: { city: 'Bergen' } }));
    const rebuilt = await tenant.inTransaction((tx) => rebuildCreations(tenant.id, tx, run, [oid(1), oid(9)]));
    expect([...rebuilt.keys()]).toEqual([oid(1)]);
    expect(rebuilt.get(oid(1))).toMatchObject({ displayName: 'Person 1', jobTitle: 'A', city: null });
  });

  it('of nobody is nothing', async () => {
    const tenant = await stage.tenant();
    expect(await tenant.inTransaction((tx) => rebuildCreations(tenant.id, tx, '1' as RunId, []))).toEqual(new Map());
  });
});
