import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeByHand } from '../../api/by-hand/change-by-hand.ts';
import { applyKindByHand } from '../../db/apply-kind-by-hand.ts';
import { closeRun } from '../../db/close-run.ts';
import { findVanished } from '../../db/find-vanished.ts';
import { lockTenant } from '../../db/lock-tenant.ts';
import { readEmployee } from '../../db/read-employee.ts';
import { applySettlement, readContestedAddresses } from '../../db/settle-addresses.ts';
import { applyValueByHand, readValuesForHand } from '../../db/value-by-hand.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { EmployeeId, RunId } from '../../sync/ids.ts';
import { settleAddress } from '../../sync/settle-addresses.ts';
import { openTestPreview } from './open-test-preview.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const pilot = person(1, { properties: { jobTitle: 'Pilot' } });

async function end(tenant: TestTenant, run: RunId): Promise<void> {
  await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'succeeded', now: NOW }));
}

/** A tenant whose first run has settled all; its second is going, and a preview has been opened since. */
async function previewBesideRun(people = persons(1, 3)): Promise<{ tenant: TestTenant; going: RunId }> {
  const tenant = await stage.tenant({ cleanUp: { enabled: true } });
  const first = await tenant.open();
  await tenant.page(first, people);
  await settle(tenant, first);
  await end(tenant, first);
  const going = await tenant.open({ full: true });
  expect([going, await openTestPreview(tenant)]).toEqual(['2', '3']);
  return { tenant, going };
}

/** What the end of a run does about addresses, where there is anything to do. */
async function settle(tenant: TestTenant, run: RunId): Promise<void> {
  await tenant.inTransaction(async (tx) => {
    if (!(await findVanished(tenant.id, tx, run)).unsettled) return;
    const contested = await readContestedAddresses(tenant.id, tx, run);
    await applySettlement(tenant.id, tx, run, contested, contested.flatMap(settleAddress));
  });
}

async function idOf(tenant: TestTenant, n: number): Promise<EmployeeId> {
  const [row] = await stage.asOwner<{ id: EmployeeId }>(
    'select id from employees where tenant_id = $1 and entra_object_id = $2',
    [tenant.id, oid(n)],
  );
  if (row === undefined) throw new Error('There is no such employee.');
  return row.id;
}

/** Each employee's status, in the order of their numbers. */
const statuses = async (tenant: TestTenant) =>
  (
    await stage.asOwner<{ status: string }>(
      'select status from employees where tenant_id = $1 order by entra_object_id',
      [tenant.id],
    )
  ).map(({ status }) => status);

const historyOf = async (tenant: TestTenant, n: number) => {
  const id = await idOf(tenant, n);
  const found = await tenant.inTransaction((tx) => readEmployee(tenant.id, tx, id));
  return found?.history.map(({ runId, action, before, after }) => ({ runId, action, before, after }));
};

/** A kind by hand that takes somebody out. */
async function leaves(tenant: TestTenant, n: number): Promise<void> {
  const gone = { action: 'remove', reason: 'room', employeeId: await idOf(tenant, n), entraObjectId: oid(n) } as const;
  await tenant.inTransaction(async (tx) => {
    await lockTenant(tenant.id, tx);
    await applyKindByHand(tenant.id, tx, oid(n), gone);
  });
}

/** A kind by hand that brings this person in. */
async function comes(tenant: TestTenant, run: RunId, user: EntraUser): Promise<void> {
  await tenant.inTransaction(async (tx) => {
    await lockTenant(tenant.id, tx);
    const [change] = (await tenant.plan(tx, run, [user])).changes;
    if (change?.action !== 'create') throw new Error('Nobody is to come.');
    await applyKindByHand(tenant.id, tx, user.id, change);
  });
}

async function titled(tenant: TestTenant, n: number, title: string): Promise<void> {
  const id = await idOf(tenant, n);
  await tenant.inTransaction(async (tx) => {
    const facts = await readValuesForHand(tenant.id, tx, id);
    if (facts === undefined) throw new Error('There is no such employee.');
    const before = { jobTitle: facts.values['jobTitle'] ?? null };
    const [values, after] = [{ ...facts.values, jobTitle: title }, { jobTitle: title }];
    await applyValueByHand(tenant.id, tx, id, facts, { kind: 'change', values, byHand: after, before, after });
  });
}

describe('while a run is going and a preview was opened after it', () => {
  it('somebody leaves by hand, and the run settles the address that it gives away twice', async () => {
    const { tenant, going } = await previewBesideRun();
    await leaves(tenant, 3);
    await tenant.page(going, [...persons(1, 2), person(4, { mail: 'person1@contoso.example' })]);
    await settle(tenant, going);
    expect(await statuses(tenant)).toEqual(['active', 'active', 'removed', 'duplicate']);
  });

  it('somebody comes by hand, and what the run changes of them afterwards is in their history', async () => {
    const { tenant, going } = await previewBesideRun(persons(2, 3));
    await comes(tenant, going, person(1));
    await tenant.page(going, [pilot, ...persons(2, 3)]);
    expect(await historyOf(tenant, 1)).toMatchObject([
      { runId: '2', action: 'update', before: { jobTitle: null }, after: { jobTitle: 'Pilot' } },
      { runId: null, action: 'create', after: { displayName: 'Person 1', jobTitle: null } },
    ]);
  });

  it('a value by hand, a restoration and a leaving stand before what the run does after them', async () => {
    const { tenant, going } = await previewBesideRun();
    await titled(tenant, 1, 'Queen');
    await leaves(tenant, 2);
    const id = await idOf(tenant, 2);
    await tenant.inTransaction((tx) => changeByHand(tenant.id, tx, id, 'restore'));
    await tenant.page(going, [
      person(1, { properties: { city: 'Oslo' } }),
      person(2, { properties: { city: 'Oslo' } }),
    ]);
    const ofBoth = [await historyOf(tenant, 1), await historyOf(tenant, 2)].map((history) =>
      history?.map(({ runId, action }) => `${runId ?? 'hand'} ${action}`),
    );
    expect(ofBoth).toEqual([
      ['2 update', 'hand update', '1 create'],
      ['2 update', 'hand restore', 'hand remove', '1 create'],
    ]);
  });
});

it('after a preview, with no run going, what is done by hand stands between the runs before and after it', async () => {
  const { tenant, going } = await previewBesideRun();
  await tenant.page(going, [pilot, ...persons(2, 3)]);
  await end(tenant, going);
  await titled(tenant, 1, 'Queen');
  const next = await tenant.open({ full: true });
  await tenant.page(next, [person(1, { properties: { city: 'Oslo' } }), ...persons(2, 3)]);
  expect((await historyOf(tenant, 1))?.map(({ runId, action }) => [runId, action])).toEqual([
    ['4', 'update'],
    [null, 'update'],
    ['2', 'update'],
    ['1', 'create'],
  ]);
});

it('before the first run but after a preview, somebody comes by hand, and the first run changes them', async () => {
  const tenant = await stage.tenant();
  const preview = await openTestPreview(tenant);
  await comes(tenant, preview, person(1));
  await tenant.page(await tenant.open(), [pilot]);
  expect(await historyOf(tenant, 1)).toMatchObject([
    { runId: '2', action: 'update' },
    { runId: null, action: 'create', after: { jobTitle: null } },
  ]);
});

it('a run that still has addresses to settle settles its own, though a later number stands there already', async () => {
  const { tenant, going } = await previewBesideRun();
  await stage.asOwner('update tenants set unsettled_since = 3 where id = $1', [tenant.id]);
  await tenant.page(going, [...persons(1, 3), person(4, { mail: 'person1@contoso.example' })]);
  await settle(tenant, going);
  expect(await statuses(tenant)).toEqual(['active', 'active', 'active', 'duplicate']);
});
