import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultInput } from '../../emulator/faults/fault.schema.ts';
import type { EntraGroupId } from '../../sync/ids.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());
// A fault that met nothing has shown nothing.
afterEach(() => expect(bench.emulator.faults.list()).toEqual([]));

const PERMISSIONS = ['User.Read.All', 'Organization.Read.All', 'GroupMember.Read.All'];
const named = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `Person ${String(from + index).padStart(3, '0')}`);

/** Thirty people: ten in Sales, ten in Support, which is within Sales, and ten in no group. */
async function scopedTenant(name: string, { choose = ['Sales'], cleanUp = true, maxRemovals = 500 } = {}) {
  const tenant = await bench.tenant({
    name,
    people: people(30),
    permissions: PERMISSIONS,
    behaviour: { largestPage: 7 },
    groups: [
      { name: 'Sales', members: ['Support', ...named(1, 10)] },
      { name: 'Support', members: [...named(11, 20), 'Sales'] },
      { name: 'Empty' },
    ],
  });
  await scope(tenant, choose, { enabled: cleanUp, maxRemovals, maxRemovalsPercent: 100 });
  return tenant;
}

const scope = (
  { entra, save }: SyncedTenant,
  names: readonly string[],
  cleanUp: { readonly enabled?: boolean; readonly maxRemovals?: number; readonly maxRemovalsPercent?: number } = {},
) =>
  save((settings) => ({
    ...settings,
    filters: { ...settings.filters, groups: names.map((name) => entra.groups.show(name).id as EntraGroupId) }, // a GUID
    cleanUp: { ...settings.cleanUp, ...cleanUp },
  }));

const present = async (tenant: SyncedTenant): Promise<string[]> =>
  (await tenant.employees())
    .filter(({ status }) => status === 'active')
    .map(({ values }) => values['displayName'] ?? '')
    .toSorted();
const meet = (tenant: SyncedTenant, fault: Omit<FaultInput, 'entraTenantId'>): void => {
  bench.emulator.fault({ ...fault, entraTenantId: tenant.entra.entraTenantId });
};
const MEMBERS = '/v1.0/groups/*/transitiveMembers/*';
const requestsOf = (tenant: SyncedTenant): readonly string[] =>
  bench.emulator.requests
    .list(({ host, entraTenantId }) => host === 'graph' && entraTenantId === tenant.entra.entraTenantId)
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').replace(/[0-9a-f-]{36}/, '…')}`);

describe('a tenant that chooses groups', () => {
  it('has just the people of the groups, nested groups included, and says why the others stay out', async () => {
    const tenant = await scopedTenant('Just members');
    expect(await tenant.sync()).toMatchObject({
      kind: 'full',
      state: 'succeeded',
      counts: { read: 30, created: 20, skipped: { group: 10 } },
    });
    expect(await present(tenant)).toEqual(named(1, 20));
    expect(await tenant.sync({ full: true })).toMatchObject({ counts: { unchanged: 20, created: 0, removed: 0 } });
  });

  it('reads its members once in an incremental run without changes, and asks for nobody', async () => {
    const tenant = await scopedTenant('Idle');
    await tenant.sync();
    bench.emulator.requests.clear();
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 0, unchanged: 0 } });
    const members = 'GET /v1.0/groups/…/transitiveMembers/microsoft.graph.user';
    expect(requestsOf(tenant)).toEqual(['GET /v1.0/organization', members, members, members, 'GET /v1.0/users/delta']);
  });

  it('takes over who joined or left a nested group, though changes of people do not tell of it', async () => {
    const tenant = await scopedTenant('Nested');
    await tenant.sync();
    tenant.entra.groups.addMember('Support', 'Person 025');
    tenant.entra.groups.removeMember('Support', 'Person 011');
    const run = await tenant.sync();
    expect(run).toMatchObject({
      kind: 'incremental',
      counts: { read: 2, created: 1, removed: 1, skipped: { group: 1 } },
    });
    expect(await tenant.employee('Person 011')).toMatchObject({ status: 'removed' });
    expect(await tenant.changes(run.id)).toMatchObject([
      { action: 'create', reason: 'matches' },
      { action: 'remove', reason: 'group' },
      { action: 'skip', reason: 'group' },
    ]);
    // A whole group joins the tree, with a person who leaves it again.
    tenant.entra.groups.add({ name: 'Late', description: null, members: ['Person 026', 'Person 011'] });
    tenant.entra.groups.addMember('Support', 'Late');
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { created: 1, restored: 1 } });
    tenant.entra.groups.removeMember('Late', 'Person 026');
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 1, removed: 1 } });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 0, removed: 0 } });
  });

  it('keeps who left its groups as missing while clean-up is off', async () => {
    const tenant = await scopedTenant('No clean-up', { cleanUp: false });
    await tenant.sync();
    tenant.entra.groups.removeMember('Support', 'Person 011');
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { missing: 1, removed: 0 } });
    tenant.entra.groups.addMember('Sales', 'Person 011');
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { restored: 1 } });
  });

  it('is asked before many leave at once, and finds the same people until they are decided', async () => {
    const tenant = await scopedTenant('Many leave', { maxRemovals: 5 });
    await tenant.sync();
    for (const name of named(1, 8)) tenant.entra.groups.removeMember('Sales', name);
    const held = await tenant.sync();
    expect(held).toMatchObject({ kind: 'incremental', state: 'held', counts: { removed: 0 } });
    expect(await tenant.sync()).toMatchObject({ state: 'held', waitingRunId: held.id });
    expect(await present(tenant)).toHaveLength(20);
    tenant.entra.groups.addMember('Sales', 'Person 001');
    await tenant.send({ kind: 'approveCleanUp', runId: held.id });
    const applied = await tenant.runThat((run) => run.kind === 'cleanUp' && run.state !== 'running');
    // Who is a member again when the list is applied stays.
    expect(applied).toMatchObject({ state: 'succeeded', counts: { removed: 7, unproven: 1 } });
    expect(await present(tenant)).toEqual(['Person 001', ...named(9, 20)]);
  });

  it('removes nobody whom a listing of members left out although the group holds them', async () => {
    const tenant = await scopedTenant('Shifted');
    await tenant.sync();
    // The next page begins three people later: they are in the group, and on no page.
    meet(tenant, { path: MEMBERS, page: 'first', answer: { kind: 'shift', people: 3 } });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', state: 'succeeded', counts: { removed: 0 } });
    expect(await present(tenant)).toEqual(named(1, 20));
  });

  it('begins its members anew when their place is lost, and counts nobody twice', async () => {
    const tenant = await scopedTenant('Lost place');
    meet(tenant, { path: MEMBERS, page: 'following', answer: { kind: 'expiredPageToken' } });
    expect(await tenant.sync()).toMatchObject({ state: 'succeeded', counts: { created: 20 } });
    expect(await present(tenant)).toEqual(named(1, 20));
  });
});

describe('nobody is removed because', () => {
  it.each<readonly [string, string, (tenant: SyncedTenant) => void, (tenant: SyncedTenant) => void]>([
    [
      'a chosen group was deleted; it goes on when it is restored',
      'groupGone',
      ({ entra }) => void entra.groups.delete('Sales'),
      ({ entra }) => void entra.groups.restore('Sales'),
    ],
    [
      'groups may not be read any more',
      'groupsNotReadable',
      ({ entra }) => entra.setConsent('granted', PERMISSIONS.slice(0, 2)),
      ({ entra }) => entra.setConsent('granted', PERMISSIONS),
    ],
    [
      'the groups are empty',
      'groupsEmpty',
      (tenant) => meet(tenant, { path: MEMBERS, answer: { kind: 'emptyListing' } }),
      () => undefined,
    ],
  ])('%s', async (name, code, spoil, mend) => {
    const tenant = await scopedTenant(name);
    await tenant.sync();
    spoil(tenant);
    expect(await tenant.sync()).toMatchObject({ state: 'failed', error: { code }, counts: { read: 0, removed: 0 } });
    expect(await tenant.row()).toMatchObject({ status: 'needsAttention' });
    expect(await present(tenant)).toEqual(named(1, 20));
    mend(tenant);
    expect(await tenant.sync()).toMatchObject({ state: 'succeeded', counts: { removed: 0 } });
    expect(await present(tenant)).toEqual(named(1, 20));
  });

  it('one of the chosen groups does not show its members any more', async () => {
    const tenant = await scopedTenant('Hidden', { choose: ['Support', 'Empty'] });
    tenant.entra.groups.addMember('Empty', 'Person 021');
    await tenant.sync();
    tenant.entra.groups.hideMembers('Empty');
    for (const full of [false, true]) {
      expect(await tenant.sync({ full })).toMatchObject({ state: 'failed', error: { code: 'groupHidden' } });
      expect(await present(tenant)).toEqual(named(1, 21));
    }
  });

  it('a group that hides its members is chosen, and Rollcall may read them', async () => {
    const tenant = await scopedTenant('Hidden and readable', { choose: ['Support', 'Empty'] });
    tenant.entra.groups.addMember('Empty', 'Person 021');
    tenant.entra.groups.hideMembers('Empty');
    tenant.entra.setConsent('granted', [...PERMISSIONS, 'Member.Read.Hidden']);
    for (const full of [false, true]) expect(await tenant.sync({ full })).toMatchObject({ state: 'succeeded' });
    expect(await present(tenant)).toEqual(named(1, 21));
  });

  it.each<readonly [string, string, (tenant: SyncedTenant) => void]>([
    ['is deleted', 'groupGone', ({ entra }) => void entra.groups.delete('Sales')],
    ['hides its members', 'groupHidden', ({ entra }) => void entra.groups.hideMembers('Sales')],
  ])('a list of leavers is approved while their group %s', async (name, code, spoil) => {
    const tenant = await scopedTenant(`Approved while it ${name}`, { maxRemovals: 5 });
    await tenant.sync();
    for (const name of named(1, 8)) tenant.entra.groups.removeMember('Sales', name);
    const held = await tenant.sync();
    spoil(tenant);
    await tenant.send({ kind: 'approveCleanUp', runId: held.id });
    expect(await tenant.runThat((run) => run.kind === 'cleanUp' && run.state !== 'running')).toMatchObject({
      state: 'failed',
      error: { code },
    });
    expect(await present(tenant)).toHaveLength(20);
  });
});
