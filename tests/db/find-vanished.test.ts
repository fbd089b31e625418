import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { claimRemoved } from '../../db/claim-removed.ts';
import { closeRun } from '../../db/close-run.ts';
import type { Tx } from '../../db/database.ts';
import { findVanished } from '../../db/find-vanished.ts';
import { nextToProve } from '../../db/next-to-prove.ts';
import { readListingEvidence } from '../../db/read-listing-evidence.ts';
import type { EmployeeStatus } from '../../sync/employee-status.ts';
import type { RunId } from '../../sync/ids.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const find = (tenant: TestTenant, run: RunId) => tenant.inTransaction((tx) => findVanished(tenant.id, tx, run));
const plannedOf = (tenant: TestTenant, run: RunId) =>
  stage.asOwner(
    'select entra_object_id as oid, reason, proof from planned_removals where tenant_id = $1 and run_id = $2 order by 1',
    [tenant.id, run],
  );
const become = (tenant: TestTenant, n: number, status: EmployeeStatus) =>
  stage.asOwner('update employees set status = $3 where tenant_id = $1 and entra_object_id = $2', [
    tenant.id,
    oid(n),
    status,
  ]);

/** A tenant of ten people, one of each status among them, and a second run that has read these of them. */
async function secondRun(
  seen: readonly number[],
  { cleanUp = {}, last = true } = {},
): Promise<{ tenant: TestTenant; run: RunId }> {
  const tenant = await stage.tenant({ cleanUp });
  await tenant.page(await tenant.open(), persons(1, 10));
  await stage.asOwner('update tenants set unsettled_since = null where id = $1', [tenant.id]);
  await become(tenant, 8, 'duplicate');
  await become(tenant, 9, 'missing');
  await become(tenant, 10, 'removed');
  const run = await tenant.open();
  await tenant.page(
    run,
    seen.map((n) => person(n)),
    { last },
  );
  return { tenant, run };
}

describe('who vanished', () => {
  it('is who is present and was not in the listing, to be proven gone', async () => {
    const { tenant, run } = await secondRun([1, 2, 3, 4, 5]);
    expect(await find(tenant, run)).toEqual({ toProve: 3, cleanUpNeeded: true, unsettled: false });
    expect(await plannedOf(tenant, run)).toEqual([6, 7, 8].map((n) => ({ oid: oid(n), reason: 4, proof: 0 })));
  });

  it('includes the missing while clean-up is on', async () => {
    const { tenant, run } = await secondRun([1, 2, 3, 4, 5, 6, 7, 8], { cleanUp: { enabled: true } });
    expect(await find(tenant, run)).toMatchObject({ toProve: 1 });
    expect(await plannedOf(tenant, run)).toEqual([{ oid: oid(9), reason: 4, proof: 0 }]);
  });

  it('is nobody of a listing that has not come to its end', async () => {
    const { tenant, run } = await secondRun([1], { last: false });
    expect(await find(tenant, run)).toMatchObject({ toProve: 0, cleanUpNeeded: false });
  });

  it('is nobody where everybody was seen, on any page', async () => {
    const { tenant, run } = await secondRun([1, 2, 3, 4], { last: false });
    await tenant.page(run, persons(5, 8));
    expect(await find(tenant, run)).toEqual({ toProve: 0, cleanUpNeeded: false, unsettled: false });
  });

  it('is found once, however often it is looked for, and keeps what was proven meanwhile', async () => {
    const { tenant, run } = await secondRun([1, 2, 3, 4, 5]);
    const first = await find(tenant, run);
    expect(await find(tenant, run)).toEqual(first);
    await stage.asOwner('update planned_removals set proof = 1 where tenant_id = $1 and entra_object_id = $2', [
      tenant.id,
      oid(6),
    ]);
    expect(await find(tenant, run)).toMatchObject({ toProve: 2 });
    expect(await plannedOf(tenant, run)).toMatchObject([{ proof: 1 }, { proof: 0 }, { proof: 0 }]);
  });

  it('does not take the place of a better reason: who was seen and no longer matches needs no proof', async () => {
    const { tenant, run } = await secondRun([1, 2, 3, 4, 5, 6, 8], { last: false });
    await tenant.page(run, [person(7, { accountEnabled: false })]);
    expect(await find(tenant, run)).toMatchObject({ toProve: 0, cleanUpNeeded: true });
    expect(await plannedOf(tenant, run)).toEqual([{ oid: oid(7), reason: 10, proof: 1 }]);
  });

  it('is nobody of another tenant', async () => {
    const other = await secondRun([1]);
    const { tenant, run } = await secondRun([1, 2, 3, 4, 5, 6, 7, 8]);
    await find(tenant, run);
    expect(await plannedOf(other.tenant, other.run)).toEqual([]);
  });

  it('counts the active and duplicate employees of that moment for the guard', async () => {
    const { tenant, run } = await secondRun([1, 2, 3, 4, 5]);
    await find(tenant, run);
    const evidence = await tenant.inTransaction((tx) => readListingEvidence(tenant.id, tx, run));
    expect(evidence).toEqual({
      facts: { listed: 5, stillThere: 0, active: 8 },
      limits: { maxRemovalsPercent: 10, maxRemovals: 500 },
    });
  });

  it('says so when a held clean-up has to be compared with what this run found', async () => {
    const { tenant, run } = await secondRun([1, 2, 3, 4, 5]);
    await find(tenant, run);
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'held', now: NOW }));
    const next = await tenant.open();
    await tenant.page(next, persons(1, 8));
    expect(await find(tenant, next)).toMatchObject({ toProve: 0, cleanUpNeeded: true });
  });
});

describe('of an approved clean-up', () => {
  it('everybody on its list has to be proven again, whoever could not be proven before is left out', async () => {
    const { tenant, run } = await secondRun([1, 2, 3, 4, 5]);
    await find(tenant, run);
    await stage.asOwner(
      `update planned_removals set proof = case entra_object_id when $2 then 2 else 1 end where tenant_id = $1`,
      [tenant.id, oid(6)],
    );
    await tenant.inTransaction(async (tx) => {
      await closeRun(tenant.id, tx, run, { outcome: 'held', now: NOW });
      await decideCleanUp(tenant.id, tx, run, 'approved');
    });
    const cleanUp = await tenant.open({ trigger: 'approval', approves: run });
    expect(await find(tenant, cleanUp)).toMatchObject({ toProve: 2, cleanUpNeeded: true });
    expect(await find(tenant, cleanUp)).toMatchObject({ toProve: 2 });
    expect(await plannedOf(tenant, cleanUp)).toEqual([7, 8].map((n) => ({ oid: oid(n), reason: 4, proof: 0 })));
    const asked = await tenant.inTransaction((tx) => nextToProve(tenant.id, tx, cleanUp, 19));
    expect(asked.ids).toEqual([oid(7), oid(8)]);
    expect([oid(1), oid(2), oid(3), oid(4), oid(5), oid(6)]).toContain(asked.control);
  });
});

describe('the next to be proven', () => {
  it('are so many, in order, with somebody of the listing as control', async () => {
    const { tenant, run } = await secondRun([2, 1, 3, 4, 5]);
    await find(tenant, run);
    const next = () => tenant.inTransaction((tx) => nextToProve(tenant.id, tx, run, 2));
    expect(await next()).toEqual({ ids: [oid(6), oid(7)], control: oid(2) });
    await stage.asOwner('update planned_removals set proof = 1 where entra_object_id = any($1)', [[oid(6), oid(7)]]);
    expect(await next()).toEqual({ ids: [oid(8)], control: oid(2) });
    await stage.asOwner('update planned_removals set proof = 2 where entra_object_id = $1', [oid(8)]);
    expect(await next()).toEqual({ ids: [], control: undefined });
  });

  it('have as control whoever else was listed, where all employees are to be proven', async () => {
    const tenant = await stage.tenant();
    const listed = await tenant.open();
    await tenant.page(listed, [person(1), person(2), person(3, { userType: 'Guest' })]);
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, listed, { outcome: 'succeeded', now: NOW }));
    const run = await tenant.open();
    await tenant.inTransaction((tx) => claimRemoved(tenant.id, tx, run, [oid(1), oid(2)], true));
    expect(await tenant.inTransaction((tx) => nextToProve(tenant.id, tx, run, 19))).toEqual({
      ids: [oid(1), oid(2)],
      control: oid(3),
    });
  });
});

it('are found by hashing, also in a tenant that has just come, of which PostgreSQL knows no statistics', async () => {
  await stage.asOwner('alter table employees set (autovacuum_enabled = false)');
  await stage.asOwner('alter table listing_pages set (autovacuum_enabled = false)');
  const tenant = await stage.tenant();
  const run = await tenant.open();
  for (let page = 1; page <= 4; page++) {
    await tenant.page(run, persons((page - 1) * 150 + 1, page * 150), { last: page === 4 });
  }
  const HASHED = /Hash (Right )?Anti Join/;
  expect(await planOfAbsent(tenant, run)).toMatch(HASHED);
  // What PostgreSQL would do by itself: without this the test would show nothing.
  const byItself = (sql: string) => !sql.includes('enable_nestloop');
  expect(await planOfAbsent(tenant, run, byItself)).not.toMatch(HASHED);
});

/** How PostgreSQL finds who was not listed, by a transaction in which only such statements are done. */
async function planOfAbsent(tenant: TestTenant, run: RunId, isDone = (_sql: string) => true): Promise<string> {
  const plans: string[] = [];
  await tenant.inTransaction((tx) => {
    const query: Tx['query'] = async (sql, values) => {
      if (sql.includes('listing_pages')) {
        const plan = await tx.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, values);
        plans.push(...plan.map((line) => line['QUERY PLAN']));
      }
      return isDone(sql) ? tx.query(sql, values) : [];
    };
    return findVanished(tenant.id, { ...tx, query }, run);
  });
  return plans.join('\n');
}
