import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeByHand } from '../../api/by-hand/change-by-hand.ts';
import { readEmployee } from '../../db/read-employee.ts';
import type { HandWish } from '../../sync/decide-by-hand.ts';
import type { EmployeeId } from '../../sync/ids.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

/** Ten people, of whom the first will leave; clean-up is on. */
async function tenOf(name: string, cleanUp = {}): Promise<{ tenant: SyncedTenant; id: EmployeeId }> {
  const tenant = await bench.tenant({ name, people: people(10) });
  await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true, ...cleanUp } }));
  await tenant.sync();
  const first = await tenant.employee('Person 001');
  if (first === undefined) throw new Error('Nobody was imported.');
  return { tenant, id: first.id };
}
const wish = ({ id: tenantId }: SyncedTenant, id: EmployeeId, what: HandWish) =>
  bench.db.inTransaction(tenantId, (tx) => changeByHand(tenantId, tx, id, what));
const read = async ({ id: tenantId }: SyncedTenant, id: EmployeeId) => {
  const found = await bench.db.inTransaction(tenantId, (tx) => readEmployee(tenantId, tx, id));
  if (found === undefined) throw new Error('The employee is gone.');
  return found;
};
const actions = async (tenant: SyncedTenant, id: EmployeeId) =>
  (await read(tenant, id)).history.map(({ action, reason }) => `${action}: ${reason}`);

describe('an employee who was restored by hand', () => {
  it('stays through every run, though Entra says gone, until unpinned: then the next run removes them', async () => {
    const { tenant, id } = await tenOf('By hand');
    tenant.entra.leave('Person 001');
    expect((await tenant.sync()).counts).toMatchObject({ removed: 1 });
    await wish(tenant, id, 'restore');
    for (const full of [false, true]) {
      const run = await tenant.sync({ full });
      expect(run).toMatchObject({ state: 'succeeded', counts: { removed: 0, missing: 0, unproven: 0 } });
      expect((await read(tenant, id)).employee).toMatchObject({ status: 'active', pinned: true });
    }
    await wish(tenant, id, 'unpin');
    const last = await tenant.sync();
    expect(last).toMatchObject({ kind: 'incremental', counts: { read: 0, removed: 1 } });
    expect((await read(tenant, id)).employee).toMatchObject({ status: 'removed', pinned: false });
    expect(await actions(tenant, id)).toEqual([
      'remove: deleted',
      'restore: byHand',
      'remove: deleted',
      'create: matches',
    ]);
  });

  it('who does not match is treated after unpinning by what Entra says then', async () => {
    const { tenant, id } = await tenOf('Disabled');
    tenant.entra.change('Person 001', { properties: { accountEnabled: false } });
    await tenant.sync();
    await wish(tenant, id, 'restore');
    await tenant.sync();
    tenant.entra.change('Person 001', { properties: { accountEnabled: true, jobTitle: 'Pilot' } });
    await tenant.sync();
    await wish(tenant, id, 'unpin');
    expect((await tenant.sync()).counts).toMatchObject({ removed: 0, unproven: 0 });
    expect((await read(tenant, id)).employee).toMatchObject({ status: 'active', values: { jobTitle: 'Pilot' } });
  });
});

describe('an employee who is kept', () => {
  it('leaves the list that waits for a decision, and stays when it is approved', async () => {
    const { tenant, id } = await tenOf('On the list');
    for (let n = 1; n <= 8; n++) tenant.entra.leave(`Person 00${n}`);
    const held = await tenant.sync();
    expect(held.state).toBe('held');
    await wish(tenant, id, 'pin');
    expect((await tenant.changes(held.id)).filter(({ action }) => action === 'remove')).toHaveLength(7);
    await tenant.send({ kind: 'approveCleanUp', runId: held.id });
    const run = await tenant.runThat((each) => each.kind === 'cleanUp' && each.state !== 'running');
    expect(run).toMatchObject({ state: 'succeeded', counts: { removed: 7, unproven: 0 } });
    expect((await tenant.employees()).map((each) => each.values['displayName'])).toEqual([
      'Person 001',
      'Person 009',
      'Person 010',
    ]);
  });
});

describe('where nobody is kept after leaving', () => {
  it('whoever is removed is erased by the same run, and comes back with the id and no history', async () => {
    const { tenant, id } = await tenOf('No retention', { retentionDays: 0 });
    tenant.entra.leave('Person 001');
    const run = await tenant.sync();
    expect(run).toMatchObject({ state: 'succeeded', counts: { removed: 1 } });
    const erased = await read(tenant, id);
    expect(erased.employee).toMatchObject({ status: 'removed', email: '', values: {} });
    expect(erased.history).toMatchObject([
      { action: 'remove', before: null, after: null },
      { action: 'create', before: null, after: null },
    ]);
    expect(await tenant.employee('Person 001')).toBeUndefined();
    await expect(wish(tenant, id, 'restore')).rejects.toMatchObject({ code: 'erased' });

    tenant.entra.restore('Person 001');
    await tenant.sync();
    expect(await tenant.employee('Person 001')).toMatchObject({
      id,
      status: 'active',
      email: 'person.1@contoso.example',
    });
    expect(await actions(tenant, id)).toEqual(['create: matches']);
  });
});
