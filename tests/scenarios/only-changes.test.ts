import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Behaviour } from '../../emulator/directory/behaviour.schema.ts';
import type { FaultInput } from '../../emulator/faults/fault.schema.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

/** A tenant with clean-up on whose first run has succeeded, so that the next one reads only changes. */
async function syncedTenant(name: string, behaviour: Partial<Behaviour> = {}, count = 20): Promise<SyncedTenant> {
  const tenant = await bench.tenant({ name, people: people(count), behaviour });
  await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));
  expect(await tenant.sync()).toMatchObject({
    kind: 'full',
    kindReason: 'noWatermark',
    state: 'succeeded',
    drift: null,
  });
  return tenant;
}

const meet = (tenant: SyncedTenant, fault: Omit<FaultInput, 'entraTenantId'>): void => {
  bench.emulator.fault({ ...fault, entraTenantId: tenant.entra.entraTenantId });
};
const requestsOf = (tenant: SyncedTenant): readonly string[] =>
  bench.emulator.requests
    .list(({ host, entraTenantId }) => host === 'graph' && entraTenantId === tenant.entra.entraTenantId)
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
const statusOf = async (tenant: SyncedTenant, name: string) => (await tenant.employee(name))?.status;

describe('an incremental run', () => {
  it('without changes asks Graph once, beside which directory it is', async () => {
    const tenant = await syncedTenant('Nothing new');
    bench.emulator.requests.clear();
    expect(await tenant.sync()).toMatchObject({
      kind: 'incremental',
      kindReason: 'changesOnly',
      state: 'succeeded',
      counts: { read: 0, created: 0, updated: 0, unchanged: 0, removed: 0 },
    });
    expect(requestsOf(tenant)).toEqual(['GET /v1.0/organization', 'GET /v1.0/users/delta']);
  });

  it('takes over who joined, moved, left and came back, and nobody else', async () => {
    const tenant = await syncedTenant('Comings and goings');
    tenant.entra.join({ properties: { displayName: 'Newcomer' } });
    tenant.entra.change('Person 001', { properties: { jobTitle: 'Moved' } });
    tenant.entra.leave('Person 002');
    tenant.entra.purge('Person 003');
    tenant.entra.change('Person 004', { properties: { accountEnabled: false } });
    expect(await tenant.sync()).toMatchObject({
      kind: 'incremental',
      state: 'succeeded',
      counts: { read: 3, created: 1, updated: 1, removed: 3, skipped: { disabled: 1 } },
    });
    expect(await statusOf(tenant, 'Person 002')).toBe('removed');
    expect(await statusOf(tenant, 'Person 003')).toBe('removed');
    expect(await statusOf(tenant, 'Person 004')).toBe('removed');
    const before = await tenant.employee('Person 002');
    tenant.entra.restore('Person 002');
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 1, restored: 1, created: 0 } });
    expect(await tenant.employee('Person 002')).toMatchObject({ id: before?.id, status: 'active' });
  });

  it('removes nobody because of an old removal that is told again after the person came back', async () => {
    const tenant = await syncedTenant('Replays', { deltaReplays: true });
    tenant.entra.leave('Person 001');
    tenant.entra.restore('Person 001');
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', state: 'succeeded', counts: { removed: 0 } });
    tenant.entra.change('Person 002', { properties: { jobTitle: 'Moved' } });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', state: 'succeeded', counts: { removed: 0 } });
    expect(await statusOf(tenant, 'Person 001')).toBe('active');
  });

  it('counts a person who is told of on several pages once', async () => {
    const tenant = await syncedTenant('Repeats', { deltaRepeats: true, deltaPageSize: 3 });
    for (let n = 1; n <= 9; n++) tenant.entra.change(`Person 00${n}`, { properties: { jobTitle: 'Moved' } });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 9, updated: 9, unchanged: 0 } });
  });

  it('reads a person whom Graph shows as a mere id by that id', async () => {
    const tenant = await syncedTenant('Blank');
    tenant.entra.change('Person 001', { properties: { jobTitle: 'Moved' }, blankInDelta: true });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 1, updated: 1 } });
    expect((await tenant.employee('Person 001'))?.values['jobTitle']).toBe('Moved');
  });

  it.each<readonly [string, FaultInput['answer']]>([
    ['410', { kind: 'expiredDelta' }],
    ['410 with a place to go on', { kind: 'expiredDelta', location: true }],
    ['400, in another spelling', { kind: 'expiredDelta', status: 400, code: 'SyncStateNotFound' }],
    ['404 that asks for a new start', { kind: 'expiredDelta', status: 404, code: 'resyncRequired' }],
  ])('becomes a full one, and says why, when the place is no longer known: %s', async (name, answer) => {
    const tenant = await syncedTenant(`Expired ${name}`);
    tenant.entra.change('Person 001', { properties: { jobTitle: 'Moved' } });
    tenant.entra.leave('Person 002');
    meet(tenant, { path: '/v1.0/users/delta', answer });
    expect(await tenant.sync()).toMatchObject({
      kind: 'full',
      kindReason: 'watermarkExpired',
      state: 'succeeded',
      counts: { read: 19, updated: 1, removed: 1 },
    });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', state: 'succeeded' });
  });

  it('begins its changes again when a page of them is no longer known', async () => {
    const tenant = await syncedTenant('Page lost', { deltaPageSize: 3 });
    for (let n = 1; n <= 7; n++) tenant.entra.change(`Person 00${n}`, { properties: { jobTitle: 'Moved' } });
    meet(tenant, { path: '/v1.0/users/delta', skip: 1, answer: { kind: 'expiredDelta' } });
    expect(await tenant.sync()).toMatchObject({
      kind: 'incremental',
      state: 'succeeded',
      counts: { read: 7, updated: 7, unchanged: 0 },
    });
  });

  it('that is held moves no watermark: the next one finds the same people again', async () => {
    const tenant = await syncedTenant('Held');
    for (let n = 1; n <= 9; n++) tenant.entra.leave(`Person 00${n}`);
    const first = await tenant.sync();
    expect(first).toMatchObject({ kind: 'incremental', state: 'held', counts: { removed: 0 } });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', state: 'held', waitingRunId: first.id });
    await tenant.send({ kind: 'approveCleanUp', runId: first.id });
    const applied = await tenant.runThat((run) => run.kind === 'cleanUp' && run.state !== 'running');
    expect(applied).toMatchObject({ state: 'succeeded', counts: { removed: 9 } });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', state: 'succeeded', counts: { removed: 0 } });
  });
});

describe('a full run', () => {
  it('follows when settings were changed', async () => {
    const tenant = await syncedTenant('New rules');
    await tenant.save((settings) => ({ ...settings, filters: { ...settings.filters, includeGuests: true } }));
    expect(await tenant.sync()).toMatchObject({ kind: 'full', kindReason: 'rulesChanged' });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental' });
  });

  it('counts as drift what Graph’s changes had not told of, and only that', async () => {
    // What happens now shows in changes only after an hour, and in the listing at once.
    const tenant = await syncedTenant('Drift');
    tenant.entra.change('Person 001', { properties: { jobTitle: 'Told' } });
    expect(await tenant.sync({ full: true })).toMatchObject({ kindReason: 'asked', drift: 0, counts: { updated: 1 } });
    tenant.entra.setBehaviour({ deltaLagMs: 3_600_000 });
    tenant.entra.change('Person 002', { properties: { jobTitle: 'Not told' } });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { updated: 0 } });
    expect(await tenant.sync({ full: true })).toMatchObject({
      kind: 'full',
      drift: 1,
      counts: { read: 20, updated: 1, unchanged: 19 },
    });
  });

  it('is made each time where a directory has no changes to read', async () => {
    const tenant = await bench.tenant({ name: 'No delta', people: people(3) });
    meet(tenant, {
      path: '/v1.0/users/delta',
      times: null,
      answer: { kind: 'status', status: 400, code: 'Request_UnsupportedQuery' },
    });
    expect(await tenant.sync()).toMatchObject({ kind: 'full', state: 'succeeded', counts: { created: 3 } });
    expect(await tenant.sync()).toMatchObject({ kind: 'full', kindReason: 'noWatermark', counts: { unchanged: 3 } });
  });
});
