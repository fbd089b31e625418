import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultInput } from '../../emulator/faults/fault.schema.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

async function syncedTenant(name: string, count = 40): Promise<SyncedTenant> {
  const tenant = await bench.tenant({ name, people: people(count) });
  await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));
  await tenant.sync();
  return tenant;
}

const meet = (tenant: SyncedTenant, fault: Omit<FaultInput, 'entraTenantId'>): void => {
  bench.emulator.fault({ ...fault, entraTenantId: tenant.entra.entraTenantId });
};

describe('a listing that is no good removes nobody', () => {
  it('when it is empty: the run fails, and says so', async () => {
    const tenant = await syncedTenant('Empty');
    meet(tenant, { path: '/v1.0/users', answer: { kind: 'emptyListing' } });
    expect(await tenant.sync({ full: true })).toMatchObject({ state: 'failed', error: { code: 'listingIncomplete' } });
    expect(await tenant.employees()).toHaveLength(40);
  });

  it('when it lacks people who are still there: a few are kept, too many fail the run', async () => {
    const tenant = await syncedTenant('Short', 1_100);
    meet(tenant, { path: '/v1.0/users', page: 'first', answer: { kind: 'shift', people: 3 } });
    expect(await tenant.sync({ full: true })).toMatchObject({
      state: 'succeeded',
      counts: { removed: 0, read: 1_100 },
    });
  });

  it('when it is of another directory: nothing is read from it', async () => {
    const tenant = await syncedTenant('Foreign');
    meet(tenant, { path: '/v1.0/organization', answer: { kind: 'otherOrganization' } });
    const run = await tenant.sync();
    expect(run).toMatchObject({ state: 'failed', error: { code: 'wrongDirectory' }, counts: { read: 0 } });
    expect(await tenant.row()).toMatchObject({ status: 'needsAttention', attention: { code: 'wrongDirectory' } });
    expect(await tenant.sync()).toMatchObject({ state: 'succeeded' });
    expect(await tenant.row()).toMatchObject({ status: 'active', attention: null });
  });

  it('when a permission is missing, so that people are ids and nulls', async () => {
    const tenant = await syncedTenant('Nulls');
    meet(tenant, { path: '/v1.0/users', answer: { kind: 'idAndNulls' } });
    expect(await tenant.sync({ full: true })).toMatchObject({ state: 'failed', error: { code: 'permissionMissing' } });
    expect(await tenant.employees()).toHaveLength(40);
  });

  it('when a link leads to another host: the token is not sent there, and the run fails', async () => {
    const tenant = await syncedTenant('Led astray', 1_100);
    meet(tenant, { path: '/v1.0/users', page: 'first', answer: { kind: 'foreignNextLink' } });
    expect(await tenant.sync({ full: true })).toMatchObject({ state: 'failed', error: { code: 'untrustedLink' } });
  });
});

describe('a fault on the way costs time, not people', () => {
  it.each<readonly [string, Omit<FaultInput, 'entraTenantId'>]>([
    ['a page token that expired', { path: '/v1.0/users', page: 'following', answer: { kind: 'expiredPageToken' } }],
    ['being asked to wait', { path: '/v1.0/users', answer: { kind: 'status', status: 429, retryAfter: '1' } }],
    ['an outage', { path: '/v1.0/users', answer: { kind: 'status', status: 503, retryAfter: '1' } }],
    ['a broken connection', { path: '/v1.0/users', page: 'following', answer: { kind: 'reset', when: 'midBody' } }],
    ['people who stand on two pages', { path: '/v1.0/users', page: 'first', answer: { kind: 'shift', people: -5 } }],
  ])('%s', async (name, fault) => {
    const tenant = await bench.tenant({ name, people: people(1_100) });
    meet(tenant, fault);
    const run = await tenant.sync();
    expect(run).toMatchObject({ state: 'succeeded' });
    const { read, created, unchanged } = run.counts;
    expect({ read, created }).toEqual({ read: 1_100, created: 1_100 });
    expect(unchanged).toBe(0);
    expect((await tenant.row())?.employees).toBe(1_100);
  });
});
