import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeByHand } from '../../api/by-hand/change-by-hand.ts';
import { claimRemoved } from '../../db/claim-removed.ts';
import { closeRun } from '../../db/close-run.ts';
import { eraseRemoved } from '../../db/erase-removed.ts';
import { findVanished } from '../../db/find-vanished.ts';
import { nextToProve } from '../../db/next-to-prove.ts';
import { readEmployee } from '../../db/read-employee.ts';
import { applySettlement, readContestedAddresses } from '../../db/settle-addresses.ts';
import type { HandWish } from '../../sync/decide-by-hand.ts';
import type { EmployeeId, RunId } from '../../sync/ids.ts';
import { settleAddress } from '../../sync/settle-addresses.ts';
import { removePeople } from './remove-people.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function idOf(tenant: TestTenant, n: number): Promise<EmployeeId> {
  const [row] = await stage.asOwner<{ id: EmployeeId }>(
    'select id from employees where tenant_id = $1 and entra_object_id = $2',
    [tenant.id, oid(n)],
  );
  if (row === undefined) throw new Error('There is no such employee.');
  return row.id;
}
const wish = async (tenant: TestTenant, n: number, what: HandWish) => {
  const id = await idOf(tenant, n);
  await tenant.inTransaction((tx) => changeByHand(tenant.id, tx, id, what));
};
const read = async (tenant: TestTenant, n: number) => {
  const id = await idOf(tenant, n);
  const found = await tenant.inTransaction((tx) => readEmployee(tenant.id, tx, id));
  if (found === undefined) throw new Error('The employee is gone.');
  return found;
};
const rowOf = async (tenant: TestTenant, n: number) =>
  (
    await stage.asOwner('select * from employees where tenant_id = $1 and entra_object_id = $2', [tenant.id, oid(n)])
  )[0];
const plannedOf = async (tenant: TestTenant, run: RunId) =>
  (
    await stage.asOwner<{ oid: string }>(
      'select entra_object_id as oid from planned_removals where tenant_id = $1 and run_id = $2 order by 1',
      [tenant.id, run],
    )
  ).map((row) => row.oid);
const end = (tenant: TestTenant, run: RunId, outcome: 'succeeded' | 'held' | 'cancelled') =>
  tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome, now: NOW }));

/** Five people; person 1 was removed (or is missing, while clean-up is off) by a run that has ended. */
async function oneGone({ enabled = true } = {}): Promise<TestTenant> {
  const tenant = await stage.tenant({ cleanUp: { enabled } });
  const first = await tenant.open();
  await tenant.page(first, persons(1, 5));
  await end(tenant, first, 'succeeded');
  await end(tenant, await removePeople(tenant, [oid(1)], NOW), 'succeeded');
  return tenant;
}
async function settled(tenant: TestTenant, run: RunId): Promise<void> {
  await tenant.inTransaction(async (tx) => {
    const contested = await readContestedAddresses(tenant.id, tx, run);
    await applySettlement(tenant.id, tx, run, contested, contested.flatMap(settleAddress));
  });
}

describe('restored by hand', () => {
  it.each([true, false])('somebody is back with all that was known, and pinned (clean-up on: %s)', async (enabled) => {
    const tenant = await oneGone({ enabled });
    const before = await read(tenant, 1);
    await wish(tenant, 1, 'restore');
    const after = await read(tenant, 1);
    expect(after.employee).toEqual({
      ...before.employee,
      status: 'active',
      pinned: true,
      updatedAt: after.employee.updatedAt,
    });
    expect(after.employee.updatedAt.getTime()).toBeGreaterThan(before.employee.updatedAt.getTime());
    expect(await tenant.row()).toMatchObject({ employees: 5 });
  });

  it('somebody has it in the history, by hand and by no run, in its place between the runs', async () => {
    const tenant = await oneGone();
    await wish(tenant, 1, 'restore');
    await tenant.page(await tenant.open(), [person(1, { properties: { jobTitle: 'Pilot' } }), ...persons(2, 5)]);
    expect((await read(tenant, 1)).history).toMatchObject([
      { runId: '3', action: 'update' },
      { runId: null, action: 'restore', reason: 'byHand', before: null, after: null },
      { runId: '2', action: 'remove', reason: 'deleted' },
      { runId: '1', action: 'create' },
    ]);
  });

  it('twice changes nothing the second time', async () => {
    const tenant = await oneGone();
    await wish(tenant, 1, 'restore');
    const [row, { history }] = [await rowOf(tenant, 1), await read(tenant, 1)];
    await wish(tenant, 1, 'restore');
    expect(await rowOf(tenant, 1)).toEqual(row);
    expect((await read(tenant, 1)).history).toEqual(history);
    expect(await tenant.row()).toMatchObject({ employees: 5 });
  });

  it('who is there already stays as it is, and unpinned', async () => {
    const tenant = await oneGone();
    const before = await rowOf(tenant, 2);
    await wish(tenant, 2, 'restore');
    expect(await rowOf(tenant, 2)).toEqual(before);
  });

  it('who was erased is refused, and nothing is written', async () => {
    const tenant = await oneGone();
    await tenant.inTransaction((tx) => eraseRemoved(tenant.id, tx, new Date('2030-01-01'), 10));
    const before = await rowOf(tenant, 1);
    for (const what of ['restore', 'pin'] as const)
      await expect(wish(tenant, 1, what)).rejects.toMatchObject({ code: 'erased' });
    expect(await rowOf(tenant, 1)).toEqual(before);
  });

  it('whose address another one holds meanwhile is a duplicate at once, and gets it when it is free', async () => {
    const tenant = await oneGone();
    const heir = person(2, { mail: 'person1@contoso.example', userPrincipalName: 'person1@contoso.example' });
    const run = await tenant.open();
    await tenant.page(run, [heir, ...persons(3, 5)]);
    await settled(tenant, run);
    await end(tenant, run, 'succeeded');
    await wish(tenant, 1, 'restore');
    expect((await read(tenant, 1)).employee).toMatchObject({ status: 'duplicate', duplicateOf: await idOf(tenant, 2) });
    expect((await read(tenant, 2)).employee.status).toBe('active');

    const next = await tenant.open();
    await tenant.page(next, persons(2, 5));
    await settled(tenant, next);
    expect((await read(tenant, 1)).employee).toMatchObject({ status: 'active', duplicateOf: null });
  });
});

describe('pinned', () => {
  it('somebody is not among those who vanished, however often they are looked for', async () => {
    const tenant = await oneGone();
    await wish(tenant, 1, 'restore');
    await wish(tenant, 2, 'pin');
    const run = await tenant.open({ full: true });
    await tenant.page(run, persons(4, 5));
    await tenant.inTransaction((tx) => findVanished(tenant.id, tx, run));
    expect(await plannedOf(tenant, run)).toEqual([oid(3)]);
  });

  it('somebody is not claimed when Graph calls them removed', async () => {
    const tenant = await oneGone();
    await wish(tenant, 2, 'pin');
    const run = await tenant.open();
    await tenant.inTransaction((tx) => claimRemoved(tenant.id, tx, run, [oid(2), oid(3)], true));
    expect(await plannedOf(tenant, run)).toEqual([oid(3)]);
  });

  it('somebody who no longer matches is planned to leave by no page', async () => {
    const tenant = await oneGone();
    await wish(tenant, 2, 'pin');
    const run = await tenant.open();
    await tenant.page(run, [person(2, { accountEnabled: false }), person(3, { accountEnabled: false })]);
    expect(await plannedOf(tenant, run)).toEqual([oid(3)]);
  });

  it('somebody leaves the lists of runs that are going, and of those that wait for a decision', async () => {
    const tenant = await oneGone();
    const waiting = await tenant.open({ full: true });
    await tenant.page(waiting, [person(5)]);
    await tenant.inTransaction((tx) => findVanished(tenant.id, tx, waiting));
    await end(tenant, waiting, 'held');
    const going = await tenant.open({ full: true });
    await tenant.page(going, [person(5)]);
    await tenant.inTransaction((tx) => findVanished(tenant.id, tx, going));
    await wish(tenant, 2, 'pin');
    expect(await plannedOf(tenant, waiting)).toEqual([oid(3), oid(4)]);
    expect(await plannedOf(tenant, going)).toEqual([oid(3), oid(4)]);
  });

  it('somebody missing is restored by it', async () => {
    const tenant = await oneGone({ enabled: false });
    expect((await read(tenant, 1)).employee.status).toBe('missing');
    await wish(tenant, 1, 'pin');
    expect((await read(tenant, 1)).employee).toMatchObject({ status: 'active', pinned: true });
  });

  it('somebody’s values follow Entra all the same, and the pin stays', async () => {
    const tenant = await oneGone();
    await wish(tenant, 2, 'pin');
    await tenant.page(await tenant.open(), [person(2, { properties: { jobTitle: 'Pilot' } })]);
    expect((await read(tenant, 2)).employee).toMatchObject({ pinned: true, values: { jobTitle: 'Pilot' } });
  });
});

it('kept or left to Entra again, somebody is no control for others’ absence, since they may be gone themselves', async () => {
  const tenant = await oneGone();
  await end(tenant, await removePeople(tenant, [oid(4)], NOW), 'succeeded');
  await wish(tenant, 1, 'restore');
  await wish(tenant, 4, 'restore');
  await wish(tenant, 4, 'unpin');
  const run = await tenant.open();
  await tenant.inTransaction((tx) => claimRemoved(tenant.id, tx, run, [oid(2), oid(3)], true));
  const { control } = await tenant.inTransaction((tx) => nextToProve(tenant.id, tx, run, 19));
  expect(control).toBe(oid(5));
});

describe('unpinned', () => {
  /** An incremental run, to which nobody’s changes are told. */
  async function incremental(tenant: TestTenant): Promise<RunId> {
    const run = await tenant.open();
    await stage.asOwner(
      `update sync_runs set kind = 'incremental', listing_done = true where tenant_id = $1 and id = $2`,
      [tenant.id, run],
    );
    return run;
  }
  const askedBy = (tenant: TestTenant, run: RunId) =>
    tenant.inTransaction(async (tx) => {
      await findVanished(tenant.id, tx, run);
      return (await nextToProve(tenant.id, tx, run, 19)).ids;
    });
  async function unpinnedAgain(): Promise<TestTenant> {
    const tenant = await oneGone();
    await wish(tenant, 1, 'restore');
    await wish(tenant, 1, 'unpin');
    return tenant;
  }

  it('somebody stays as it is, and the next run asks for them by id, though its changes do not tell of them', async () => {
    const tenant = await unpinnedAgain();
    expect((await read(tenant, 1)).employee).toMatchObject({ status: 'active', pinned: false });
    const run = await incremental(tenant);
    expect(await askedBy(tenant, run)).toEqual([oid(1)]);
    expect(await askedBy(tenant, run)).toEqual([oid(1)]);
  });

  it('somebody is asked for until a run has succeeded, and not after', async () => {
    const tenant = await unpinnedAgain();
    for (const outcome of ['cancelled', 'held', 'succeeded'] as const) {
      const run = await incremental(tenant);
      expect(await askedBy(tenant, run)).toEqual([oid(1)]);
      await end(tenant, run, outcome);
    }
    expect(await askedBy(tenant, await incremental(tenant))).toEqual([]);
  });

  it('during a run somebody is asked for by the one after it', async () => {
    const tenant = await oneGone();
    await wish(tenant, 1, 'restore');
    const going = await incremental(tenant);
    await wish(tenant, 1, 'unpin');
    expect(await askedBy(tenant, going)).toEqual([]);
    await end(tenant, going, 'succeeded');
    expect(await askedBy(tenant, await incremental(tenant))).toEqual([oid(1)]);
  });

  it('and pinned again, somebody is not asked for', async () => {
    const tenant = await unpinnedAgain();
    await wish(tenant, 1, 'pin');
    expect(await askedBy(tenant, await incremental(tenant))).toEqual([]);
  });

  it('who was never pinned stays as it is', async () => {
    const tenant = await oneGone();
    const before = await rowOf(tenant, 2);
    await wish(tenant, 2, 'unpin');
    expect(await rowOf(tenant, 2)).toEqual(before);
  });
});

it('whom there is not is not found, nor whom another tenant has', async () => {
  const [tenant, other] = [await oneGone(), await oneGone()];
  const theirs = await idOf(other, 1);
  const before = await rowOf(other, 1);
  await expect(tenant.inTransaction((tx) => changeByHand(tenant.id, tx, theirs, 'restore'))).rejects.toMatchObject({
    code: 'notFound',
  });
  await expect(tenant.inTransaction((tx) => changeByHand(other.id, tx, theirs, 'restore'))).rejects.toMatchObject({
    code: 'notFound',
  });
  expect(await rowOf(other, 1)).toEqual(before);
});
