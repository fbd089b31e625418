import { WorkflowFailedError } from '@temporalio/client';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { offboardTenant } from '../../api/tenants/offboard-tenant.ts';
import { setTenantStatus } from '../../db/tenants.ts';
import { reconcile } from '../../worker/reconcile.ts';
import { depsOver } from './api-over.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

/** A tenant with clean-up on, after its first run. */
async function syncedTenant(name: string): Promise<SyncedTenant> {
  const tenant = await bench.tenant({ name, people: people(20) });
  await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));
  expect(await tenant.sync()).toMatchObject({ kind: 'full', state: 'succeeded' });
  return tenant;
}
const namesOf = async (tenant: SyncedTenant) =>
  new Set((await tenant.employees()).map(({ values }) => values['displayName']));
const goneFrom = (tenant: SyncedTenant) =>
  vi.waitFor(async () => expect(await tenant.row()).toBeUndefined(), { timeout: 60_000 });

/** What the worker does once a minute; gives the events that it logged of the tenant. */
async function reconciled({ id }: SyncedTenant): Promise<readonly string[]> {
  const lines: { readonly event: string; readonly tenantId: string }[] = [];
  const log = pino({ base: {} }, { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) });
  await reconcile({ db: bench.db, sync: bench.sync, now: () => new Date(), log });
  return lines.filter(({ tenantId }) => tenantId === id).map(({ event }) => event);
}

describe('after PostgreSQL was set back to a backup, while Temporal goes on', () => {
  it('the next run brings the directory in step, with the changes since the backup, and everybody keeps their id', async () => {
    const tenant = await syncedTenant('Set back');
    const restore = await bench.database.backUp();
    tenant.entra.join({ properties: { displayName: 'Newcomer', mail: 'newcomer@contoso.example' } });
    tenant.entra.leave('Person 002');
    await tenant.sync();
    await tenant.sync();
    const before = await tenant.employees();

    await restore();
    expect(await namesOf(tenant)).toContain('Person 002');
    tenant.entra.leave('Person 003');
    // Its number is that of a run which the backup does not know.
    expect(await tenant.sync()).toMatchObject({
      id: '2',
      kind: 'incremental',
      state: 'succeeded',
      counts: { created: 1, removed: 2 },
    });
    const expected = before.map(({ values }) => values['displayName']).filter((name) => name !== 'Person 003');
    expect(await namesOf(tenant)).toEqual(new Set(expected));
    const idOf = async (name: string) => (await tenant.employee(name))?.id;
    for (const { id, values } of before.filter(({ values: { displayName } }) => displayName !== 'Newcomer')) {
      expect(await idOf(values['displayName'] ?? '')).toBe(id);
    }
  });

  it('a run that was going at that moment fails, and the next one goes through', async () => {
    const tenant = await syncedTenant('Set back in the middle');
    const restore = await bench.database.backUp();
    bench.emulator.fault({
      host: 'graph',
      entraTenantId: tenant.entra.entraTenantId,
      path: '/v1.0/users/delta',
      times: 1,
      answer: { kind: 'delay', ms: 3_000 },
    });
    await tenant.send({ kind: 'syncNow', requestId: 'lost', trigger: 'manual', full: false });
    await tenant.runThat((run) => run.id === '2' && run.state === 'running');
    await restore();
    tenant.entra.leave('Person 001');
    expect(await tenant.sync()).toMatchObject({ state: 'succeeded', counts: { removed: 1 } });
  });

  it('previews go on, though Temporal knows previews of their numbers', async () => {
    const tenant = await syncedTenant('Previews');
    const restore = await bench.database.backUp();
    expect(await tenant.preview()).toMatchObject({ id: '2', state: 'succeeded', counts: { read: 20 } });
    await restore();
    expect(await tenant.preview()).toMatchObject({ id: '2', state: 'succeeded', counts: { read: 20 } });
  });

  it('a tenant that was off-boarded since is not synced, the log names it, and it can be off-boarded again', async () => {
    const tenant = await syncedTenant('Gone since');
    const restore = await bench.database.backUp();
    await offboardTenant(depsOver(bench), tenant.id);
    await goneFrom(tenant);
    await restore();
    expect(await tenant.row()).toMatchObject({ status: 'active' });
    for (let twice = 0; twice < 2; twice++) expect(await reconciled(tenant)).toEqual(['offboardedBefore']);
    expect(await tenant.row()).toMatchObject({ status: 'needsAttention', attention: { code: 'offboardedBefore' } });
    const wish = { kind: 'syncNow', requestId: 'again', trigger: 'manual', full: false } as const;
    expect(await tenant.send(wish)).toBe('offboarded');
    await offboardTenant(depsOver(bench), tenant.id);
    await goneFrom(tenant);
  });

  it('the workflow of a tenant that was onboarded since ends with its next turn', async () => {
    const restore = await bench.database.backUp();
    const tenant = await syncedTenant('Came since');
    await restore();
    await tenant.send({ kind: 'syncNow', requestId: 'lost', trigger: 'manual', full: false });
    const workflow = bench.temporal.client.workflow.getHandle(`tenant-sync/${tenant.id}`);
    await expect(workflow.result()).rejects.toThrow(WorkflowFailedError);
  });

  it('a tenant that was leaving at that moment is erased by the next round of the worker', async () => {
    const tenant = await syncedTenant('Leaving');
    await bench.db.inTransaction(tenant.id, (tx) => setTenantStatus(tenant.id, tx, 'offboarding'));
    const restore = await bench.database.backUp();
    await offboardTenant(depsOver(bench), tenant.id);
    await goneFrom(tenant);
    await restore();
    expect(await reconciled(tenant)).toEqual(['workflowStarted']);
    await goneFrom(tenant);
  });
});
