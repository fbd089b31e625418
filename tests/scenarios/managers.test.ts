import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFields, saveFields } from '../../db/field-versions.ts';
import { setKindByHand } from '../../db/kinds-by-hand.ts';
import type { Field } from '../../sync/field.schema.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

const OF_MANAGER: readonly Field[] = [
  { key: 'manager', label: 'Manager', source: 'manager/displayName' },
  { key: 'managerMail', label: 'Manager Mail', source: 'manager/mail' },
  { key: 'line', label: 'Line', source: '= Join(" < ", [displayName], [manager/jobTitle])' },
];

/**
 * Two who manage, one of them no employee, and four who are managed: 001 and 002 by Chief, 003 by Boss, 004 by nobody.
 * Small pages, so that people and their managers stand on different ones.
 */
async function managed(name: string): Promise<SyncedTenant> {
  const tenant = await bench.tenant({
    name,
    people: [
      ...people(4),
      { properties: { displayName: 'Chief', mail: 'chief@contoso.example', jobTitle: 'CEO' } },
      { properties: { displayName: 'Boss', mail: null, otherMails: ['boss@contoso.example'], accountEnabled: false } },
    ],
    behaviour: { deltaPageSize: 2 },
  });
  await bench.db.inTransaction(tenant.id, async (tx) => {
    const { version, items } = await readFields(tenant.id, tx);
    await saveFields(tenant.id, tx, version, [...items, ...OF_MANAGER]);
  });
  await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));
  manage(tenant, 'Person 001', 'Chief');
  manage(tenant, 'Person 002', 'Chief');
  manage(tenant, 'Person 003', 'Boss');
  return tenant;
}

const manage = ({ entra }: SyncedTenant, who: string, by: string | null): unknown =>
  entra.change(who, { managerId: by === null ? null : entra.show(by).id });

const line = async (tenant: SyncedTenant, name: string) => {
  const { manager, managerMail, line: title } = (await tenant.employee(name))?.values ?? {};
  return [manager, managerMail, title];
};
const requestsOf = ({ entra }: SyncedTenant): readonly string[] =>
  bench.emulator.requests
    .list(({ host, entraTenantId }) => host === 'graph' && entraTenantId === entra.entraTenantId)
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);

it('a manager who is set, changed, renamed, deleted, restored and taken away shows on whom they manage, in incremental runs and in full ones', async () => {
  const tenant = await managed('Managed');
  expect(await tenant.sync()).toMatchObject({ kind: 'full', state: 'succeeded', counts: { read: 6, created: 5 } });
  expect(await line(tenant, 'Person 001')).toEqual(['Chief', 'chief@contoso.example', 'Person 001 < CEO']);
  expect(await line(tenant, 'Person 003')).toEqual(['Boss', 'boss@contoso.example', 'Person 003']);
  expect(await line(tenant, 'Person 004')).toEqual([null, null, 'Person 004']);
  expect(requestsOf(tenant), 'everybody is read as changes from their start, which end in a watermark').not.toContain(
    'GET /v1.0/users',
  );

  const first = await tenant.employees();
  bench.emulator.requests.clear();
  expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 0, updated: 0 } });
  expect(requestsOf(tenant)).toEqual(['GET /v1.0/organization', 'GET /v1.0/users/delta']);
  const full = await tenant.sync({ full: true });
  expect(full).toMatchObject({ kind: 'full', drift: 0, counts: { read: 6, unchanged: 5, updated: 0 } });
  expect(await tenant.employees()).toEqual(first);

  // Something else of a person changes: nothing is told of the manager, who stays.
  tenant.entra.change('Person 001', { properties: { mobilePhone: '1' } });
  expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { updated: 1 } });
  expect(await line(tenant, 'Person 001')).toEqual(['Chief', 'chief@contoso.example', 'Person 001 < CEO']);

  // Renamed: one employee, and one who is none.
  tenant.entra.change('Chief', { properties: { displayName: 'Chief the Second', jobTitle: 'Chair' } });
  tenant.entra.change('Boss', { properties: { otherMails: ['big.boss@contoso.example'] } });
  const renamed = await tenant.sync();
  expect(renamed).toMatchObject({ kind: 'incremental', counts: { updated: 4, unchanged: 0 } });
  expect(await line(tenant, 'Person 002')).toEqual(['Chief the Second', 'chief@contoso.example', 'Person 002 < Chair']);
  expect(await line(tenant, 'Person 003')).toEqual(['Boss', 'big.boss@contoso.example', 'Person 003']);
  expect((await tenant.changes(renamed.id)).map(({ after }) => Object.keys(after ?? {}))).toContainEqual([
    'managerMail',
  ]);

  // Another manager, and none any more.
  manage(tenant, 'Person 001', 'Boss');
  manage(tenant, 'Person 003', null);
  manage(tenant, 'Person 004', 'Person 001');
  expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 3, updated: 3 } });
  expect(await line(tenant, 'Person 001')).toEqual(['Boss', 'big.boss@contoso.example', 'Person 001']);
  expect(await line(tenant, 'Person 003')).toEqual([null, null, 'Person 003']);
  expect(await line(tenant, 'Person 004')).toEqual(['Person 001', 'person.1@contoso.example', 'Person 004']);

  // Deleted: whom they managed has no manager, until they are restored.
  tenant.entra.leave('Chief the Second');
  expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { updated: 1, removed: 1 } });
  expect(await line(tenant, 'Person 002')).toEqual([null, null, 'Person 002']);
  expect(await tenant.sync({ full: true })).toMatchObject({ drift: 0, counts: { updated: 0 } });
  tenant.entra.restore('Chief the Second');
  expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { restored: 1, updated: 1 } });
  expect(await line(tenant, 'Person 002')).toEqual(['Chief the Second', 'chief@contoso.example', 'Person 002 < Chair']);

  // Full runs see the same, whatever happened.
  manage(tenant, 'Person 002', null);
  tenant.entra.change('Boss', { properties: { displayName: 'Bossy' } });
  await tenant.sync({ full: true });
  expect(await line(tenant, 'Person 001')).toEqual(['Bossy', 'big.boss@contoso.example', 'Person 001']);
  expect(await line(tenant, 'Person 002')).toEqual([null, null, 'Person 002']);

  // Somebody new comes with their manager.
  tenant.entra.join({ properties: { displayName: 'Newcomer' }, managerId: tenant.entra.show('Person 004').id });
  await tenant.sync();
  expect(await line(tenant, 'Newcomer')).toEqual(['Person 004', 'person.4@contoso.example', 'Newcomer']);
}, 60_000);

it('somebody who comes in by a kind set by hand has the manager from the first run on', async () => {
  const tenant = await managed('By hand');
  for (const name of ['Guest of one', 'Guest of changes']) {
    tenant.entra.join({
      properties: { displayName: name, userType: 'Guest' },
      managerId: tenant.entra.show('Chief').id,
    });
    await bench.db.inTransaction(
      tenant.id,
      (tx) => setKindByHand(tenant.id, tx, tenant.entra.show(name).id as EntraObjectId, 'person'), // as the emulator made it
    );
    // The first is read with everybody, the second among what changed since.
    expect(await tenant.sync()).toMatchObject({ state: 'succeeded' });
    expect(await line(tenant, name)).toEqual(['Chief', 'chief@contoso.example', `${name} < CEO`]);
  }
  expect((await tenant.runs()).map(({ kind }) => kind)).toEqual(['incremental', 'full']);
});

it('whose manager cannot be told keeps what is there, and is asked for again', async () => {
  const tenant = await managed('Untold');
  await tenant.sync();
  const waiting = () =>
    bench.db.inTransaction(tenant.id, (tx) =>
      tx.query<{ n: number }>('select count(*)::int as n from people_to_ask', []),
    );
  tenant.entra.change('Boss', { properties: { displayName: 'Bossy' } });
  bench.emulator.fault({
    entraTenantId: tenant.entra.entraTenantId,
    path: `/v1.0/users/${tenant.entra.show('Person 003').id}`,
    answer: { kind: 'status', status: 404 },
    times: 1,
  });
  await tenant.sync();
  expect(await line(tenant, 'Person 003')).toEqual(['Boss', 'boss@contoso.example', 'Person 003']);
  expect(await waiting()).toEqual([{ n: 1 }]);
  await tenant.sync();
  expect(await line(tenant, 'Person 003')).toEqual(['Bossy', 'boss@contoso.example', 'Person 003']);
  expect(await waiting()).toEqual([{ n: 0 }]);
});

it('a listing that tells of removals, of the same people again and again, and loses its place, is as complete as any', async () => {
  const tenant = await managed('Rough');
  await tenant.sync();
  tenant.entra.setBehaviour({ deltaRepeats: true, deltaReplays: true, removedInFirstRound: true });
  tenant.entra.leave('Person 002');
  bench.emulator.fault({
    entraTenantId: tenant.entra.entraTenantId,
    path: '/v1.0/users/delta',
    answer: { kind: 'expiredPageToken' },
    page: 'following',
    skip: 4,
  });
  const run = await tenant.sync({ full: true });
  expect(run).toMatchObject({ kind: 'full', state: 'succeeded', counts: { read: 5, removed: 1, unproven: 0 } });
  expect((await tenant.employee('Person 002'))?.status).toBe('removed');
  expect(await line(tenant, 'Person 001')).toEqual(['Chief', 'chief@contoso.example', 'Person 001 < CEO']);
  bench.emulator.fault({
    entraTenantId: tenant.entra.entraTenantId,
    path: '/v1.0/users/delta',
    answer: { kind: 'emptyListing' },
    times: 2,
  });
  expect(await tenant.sync({ full: true })).toMatchObject({ state: 'failed', error: { code: 'listingIncomplete' } });
}, 60_000);
