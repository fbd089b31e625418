import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

const cleanUpOn = (tenant: SyncedTenant): Promise<void> =>
  tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));

describe('people who come, change and go', () => {
  it('joiners become employees, in the order of fields that the tenant chose', async () => {
    const tenant = await bench.tenant({ name: 'Joiners', people: people(3) });
    const run = await tenant.sync();
    expect(run).toMatchObject({ state: 'succeeded', kind: 'full', trigger: 'link', counts: { read: 3, created: 3 } });
    expect((await tenant.employees()).map((each) => each.email)).toEqual([
      'person.1@contoso.example',
      'person.2@contoso.example',
      'person.3@contoso.example',
    ]);
    expect(await tenant.row()).toMatchObject({ status: 'active', employees: 3 });
  });

  it('a mover is updated with before and after, and nobody else is touched', async () => {
    const tenant = await bench.tenant({ name: 'Movers', people: people(3) });
    await tenant.sync();
    tenant.entra.change('Person 002', { properties: { department: 'Sales' } });
    const run = await tenant.sync();
    expect(run).toMatchObject({ kind: 'incremental', counts: { read: 1, created: 0, updated: 1, unchanged: 0 } });
    expect(await tenant.changes(run.id)).toMatchObject([
      {
        action: 'update',
        reason: 'changed',
        applied: true,
        before: { department: null },
        after: { department: 'Sales' },
      },
    ]);
  });

  it('a value that is cleared in Entra is cleared here', async () => {
    const tenant = await bench.tenant({
      name: 'Clearing',
      people: [{ properties: { displayName: 'Ada', mail: 'ada@contoso.example', jobTitle: 'Analyst' } }],
    });
    await tenant.sync();
    tenant.entra.change('Ada', { properties: { jobTitle: null } });
    await tenant.sync();
    expect((await tenant.employee('Ada'))?.values['jobTitle']).toBeNull();
  });

  it('a leaver becomes missing while clean-up is off, and removed when it is on', async () => {
    const tenant = await bench.tenant({ name: 'Leavers', people: people(10) });
    await tenant.sync();
    tenant.entra.leave('Person 001');
    const off = await tenant.sync();
    expect(off.counts).toMatchObject({ missing: 1, removed: 0 });
    expect((await tenant.employee('Person 001'))?.status).toBe('missing');
    await cleanUpOn(tenant);
    const on = await tenant.sync();
    expect(on.counts).toMatchObject({ missing: 0, removed: 1 });
    expect((await tenant.employee('Person 001'))?.status).toBe('removed');
    expect(await tenant.changes(on.id)).toMatchObject([{ action: 'remove', reason: 'deleted', applied: true }]);
    expect(await tenant.row()).toMatchObject({ employees: 9 });
  });

  it('an employee disabled in Entra is removed only when clean-up is on, for the reason disabled', async () => {
    const tenant = await bench.tenant({ name: 'Disabled', people: people(10) });
    await tenant.sync();
    tenant.entra.change('Person 001', { properties: { accountEnabled: false } });
    await tenant.sync();
    expect((await tenant.employee('Person 001'))?.status).toBe('missing');
    await cleanUpOn(tenant);
    const run = await tenant.sync();
    expect((await tenant.employee('Person 001'))?.status).toBe('removed');
    expect(await tenant.changes(run.id)).toMatchObject([{ action: 'remove', reason: 'disabled' }, { action: 'skip' }]);
  });

  it('somebody restored in Entra comes back as the same employee', async () => {
    const tenant = await bench.tenant({ name: 'Rehired', people: people(10) });
    await cleanUpOn(tenant);
    await tenant.sync();
    const before = await tenant.employee('Person 001');
    tenant.entra.leave('Person 001');
    await tenant.sync();
    tenant.entra.restore('Person 001');
    const run = await tenant.sync();
    expect(run.counts).toMatchObject({ restored: 1, created: 0 });
    expect(await tenant.employee('Person 001')).toMatchObject({ id: before?.id, status: 'active' });
  });

  it('a new address keeps the employee', async () => {
    const tenant = await bench.tenant({ name: 'Renamed', people: people(2) });
    await tenant.sync();
    const before = await tenant.employee('Person 001');
    tenant.entra.change('Person 001', { properties: { proxyAddresses: ['SMTP:married@contoso.example'] } });
    await tenant.sync();
    expect(await tenant.employee('Person 001')).toMatchObject({ id: before?.id, email: 'married@contoso.example' });
  });

  it('of two people with one address the first keeps it, and the other becomes active when it is free', async () => {
    const tenant = await bench.tenant({ name: 'Doubles', people: people(2) });
    await tenant.sync();
    tenant.entra.change('Person 002', { properties: { proxyAddresses: ['SMTP:PERSON.1@contoso.example'] } });
    const run = await tenant.sync();
    expect(run.counts.duplicates).toBe(1);
    const first = await tenant.employee('Person 001');
    expect(first?.status).toBe('active');
    expect(await tenant.employee('Person 002')).toMatchObject({ status: 'duplicate', duplicateOf: first?.id });
    tenant.entra.leave('Person 001');
    await tenant.sync();
    expect(await tenant.employee('Person 002')).toMatchObject({ status: 'active', duplicateOf: null });
  });
});
