import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyKindByHand } from '../../db/apply-kind-by-hand.ts';
import { closeRun } from '../../db/close-run.ts';
import { readKnown } from '../../db/read-known.ts';
import { applySettlement, readContestedAddresses } from '../../db/settle-addresses.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { RunId } from '../../sync/ids.ts';
import { settleAddress } from '../../sync/settle-addresses.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const SHARED = 'shared@contoso.example';
const sharing = (n: number, mail = SHARED): EntraUser => person(n, { mail });

const settle = (tenant: TestTenant, run: RunId) =>
  tenant.inTransaction(async (tx) => {
    const contested = await readContestedAddresses(tenant.id, tx, run);
    await applySettlement(tenant.id, tx, run, contested, contested.flatMap(settleAddress));
  });

/** A run that reads these people and settles their addresses. */
async function sync(tenant: TestTenant, ...people: readonly EntraUser[]): Promise<RunId> {
  const run = await tenant.open();
  await tenant.page(run, people);
  await settle(tenant, run);
  await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'succeeded', now: NOW }));
  return run;
}

/** A kind by hand takes somebody out. */
const leavesByHand = (tenant: TestTenant, n: number) =>
  tenant.inTransaction(async (tx) => {
    const employeeId = (await readKnown(tenant.id, tx, [oid(n)], false)).get(oid(n))?.employeeId;
    if (employeeId === undefined) throw new Error('There is no such employee.');
    const gone = { action: 'missing', reason: 'room', employeeId, entraObjectId: oid(n) } as const;
    await applyKindByHand(tenant.id, tx, oid(n), gone);
  });

/** Each employee by number: its status, and whom it names. */
const holdersOf = async (tenant: TestTenant) =>
  Object.fromEntries(
    (
      await stage.asOwner<{ oid: string; status: string; names: string | null }>(
        `select e.entra_object_id as oid, e.status, d.entra_object_id as names
         from employees e left join employees d on d.id = e.duplicate_of where e.tenant_id = $1 order by 1`,
        [tenant.id],
      )
    ).map(({ oid: id, status, names }) => [numberOf(id), names === null ? status : `${status} of ${numberOf(names)}`]),
  );
const numberOf = (id: string): number => Number.parseInt(id.slice(-12), 16);

describe('of people with one address', () => {
  it('the lowest object id holds it where one run brought them all, in any case of letters', async () => {
    const tenant = await stage.tenant();
    const run = await sync(tenant, sharing(3, 'Shared@Contoso.example'), sharing(1), sharing(2), person(4));
    expect(await holdersOf(tenant)).toEqual({ 1: 'active', 2: 'duplicate of 1', 3: 'duplicate of 1', 4: 'active' });
    expect((await tenant.run(run)).counts.duplicates).toBe(2);
  });

  it('whoever held it first keeps it, also against a lower object id', async () => {
    const tenant = await stage.tenant();
    await sync(tenant, sharing(5));
    await sync(tenant, sharing(5), sharing(1));
    expect(await holdersOf(tenant)).toEqual({ 1: 'duplicate of 5', 5: 'active' });
  });

  it('the duplicate becomes active when the address is free again', async () => {
    const tenant = await stage.tenant();
    await sync(tenant, sharing(1), sharing(2));
    const run = await sync(tenant, sharing(1, 'new@contoso.example'), sharing(2));
    expect(await holdersOf(tenant)).toEqual({ 1: 'active', 2: 'active' });
    expect((await tenant.run(run)).counts.duplicates).toBe(0);
  });

  it('the duplicate becomes active when the holder has left', async () => {
    const tenant = await stage.tenant();
    await sync(tenant, sharing(1), sharing(2));
    await stage.asOwner(`update employees set status = 'removed' where entra_object_id = $1 and tenant_id = $2`, [
      oid(1),
      tenant.id,
    ]);
    await stage.asOwner('update tenants set unsettled_since = last_run where id = $1', [tenant.id]);
    await sync(tenant, sharing(2));
    expect(await holdersOf(tenant)).toEqual({ 1: 'removed', 2: 'active' });
  });

  it('who comes back holds it anew, and finds it taken', async () => {
    const tenant = await stage.tenant();
    await sync(tenant, sharing(1));
    await stage.asOwner(`update employees set status = 'removed' where tenant_id = $1`, [tenant.id]);
    await sync(tenant, sharing(2));
    await sync(tenant, sharing(1), sharing(2));
    expect(await holdersOf(tenant)).toEqual({ 1: 'duplicate of 2', 2: 'active' });
  });

  it('who held it first keeps it too where somebody else leaves by hand before the next run', async () => {
    const tenant = await stage.tenant();
    await sync(tenant, sharing(5), person(6));
    await leavesByHand(tenant, 6);
    await sync(tenant, sharing(5), sharing(1));
    expect(await holdersOf(tenant)).toEqual({ 1: 'duplicate of 5', 5: 'active', 6: 'missing' });
  });

  it('two who swap their addresses both keep one', async () => {
    const tenant = await stage.tenant();
    await sync(tenant, sharing(1, 'a@contoso.example'), sharing(2, 'b@contoso.example'));
    await sync(tenant, sharing(1, 'b@contoso.example'), sharing(2, 'a@contoso.example'));
    expect(await holdersOf(tenant)).toEqual({ 1: 'active', 2: 'active' });
  });
});

describe('a settlement', () => {
  it('done twice changes and counts nothing more', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, [sharing(1), sharing(2)]);
    await settle(tenant, run);
    const versions = () =>
      stage.asOwner('select id, xmin::text from employees where tenant_id = $1 order by id', [tenant.id]);
    const before = await versions();
    await settle(tenant, run);
    expect(await versions()).toEqual(before);
    expect((await tenant.run(run)).counts.duplicates).toBe(1);
  });

  it('makes up for a run that failed before it: who got the address then got it with this one', async () => {
    const tenant = await stage.tenant();
    const failed = await tenant.open();
    await tenant.page(failed, [sharing(5)]);
    await tenant.inTransaction((tx) =>
      closeRun(tenant.id, tx, failed, { outcome: 'failed', code: 'unknown', now: NOW }),
    );
    await sync(tenant, sharing(5), sharing(1));
    expect(await holdersOf(tenant)).toEqual({ 1: 'active', 5: 'duplicate of 1' });
  });

  it('looks at nobody else’s address, and marks all as settled', async () => {
    const tenant = await stage.tenant();
    await sync(tenant, sharing(1), sharing(2), person(3));
    expect(await stage.asOwner('select unsettled_since from tenants where id = $1', [tenant.id])).toEqual([
      { unsettled_since: null },
    ]);
    const run = await tenant.open();
    await tenant.page(run, [sharing(1), sharing(2), person(3), person(4)]);
    const contested = await tenant.inTransaction((tx) => readContestedAddresses(tenant.id, tx, run));
    expect(contested.map((holders) => holders.map(({ entraObjectId }) => entraObjectId))).toEqual([[oid(1), oid(2)]]);
  });

  it('of one tenant does not see the same address of another', async () => {
    const [one, other] = [await stage.tenant(), await stage.tenant()];
    await sync(one, sharing(1));
    await sync(other, sharing(2));
    expect([await holdersOf(one), await holdersOf(other)]).toEqual([{ 1: 'active' }, { 2: 'active' }]);
  });
});

it('addresses of thousands in a tenant that has just come, which PostgreSQL’s statistics do not know, are settled in a moment', async () => {
  for (const table of ['employees', 'run_changes']) {
    await stage.asOwner(`alter table ${table} set (autovacuum_enabled = false)`);
  }
  for (let n = 0; n < 3; n++) await sync(await stage.tenant(), ...persons(1, 1_000));
  await stage.asOwner('analyze');
  const tenant = await stage.tenant();
  const run = await tenant.open();
  for (let page = 0; page < 6; page++) await tenant.page(run, persons(page * 1_000 + 1, page * 1_000 + 1_000));
  const startedAt = performance.now();
  await settle(tenant, run);
  // Some 50 ms; one by one it took minutes.
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});
