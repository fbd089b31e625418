import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyProofs } from '../../db/apply-proofs.ts';
import { claimRemoved } from '../../db/claim-removed.ts';
import { closeRun } from '../../db/close-run.ts';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { findVanished } from '../../db/find-vanished.ts';
import { readListingEvidence } from '../../db/read-listing-evidence.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { RunId } from '../../sync/ids.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A tenant of six people, whose second run saw the first two. */
async function fourVanished(): Promise<{ tenant: TestTenant; run: RunId }> {
  const tenant = await stage.tenant({ cleanUp: { enabled: true } });
  await tenant.page(await tenant.open(), persons(1, 6));
  const run = await tenant.open();
  await tenant.page(run, persons(1, 2));
  await tenant.inTransaction((tx) => findVanished(tenant.id, tx, run));
  return { tenant, run };
}

type Answer = {
  readonly gone?: readonly number[];
  readonly unproven?: readonly number[];
  readonly there?: readonly EntraUser[];
};

const prove = (tenant: TestTenant, runId: RunId, { gone = [], unproven = [], there = [] }: Answer) =>
  tenant.inTransaction(async (tx) =>
    applyProofs(tenant.id, tx, {
      runId,
      gone: gone.map(oid),
      unproven: unproven.map(oid),
      found: await tenant.plan(tx, runId, there),
    }),
  );

const plannedOf = (tenant: TestTenant, run: RunId) =>
  stage.asOwner(
    'select entra_object_id as oid, reason, proof from planned_removals where tenant_id = $1 and run_id = $2 order by 1',
    [tenant.id, run],
  );
const stillThere = async (tenant: TestTenant, run: RunId) =>
  (await tenant.inTransaction((tx) => readListingEvidence(tenant.id, tx, run))).facts.stillThere;

describe('a proof', () => {
  it('that somebody is gone stays with the plan; who cannot be told is counted, and stays', async () => {
    const { tenant, run } = await fourVanished();
    await prove(tenant, run, { gone: [3, 4], unproven: [5] });
    expect(await plannedOf(tenant, run)).toEqual([
      { oid: oid(3), reason: 4, proof: 1 },
      { oid: oid(4), reason: 4, proof: 1 },
      { oid: oid(5), reason: 4, proof: 2 },
      { oid: oid(6), reason: 4, proof: 0 },
    ]);
    expect((await tenant.run(run)).counts).toMatchObject({ unproven: 1, read: 2 });
  });

  it('that somebody is still there is read like a person of the listing', async () => {
    const { tenant, run } = await fourVanished();
    const moved = person(4, { properties: { city: 'Oslo' } });
    await prove(tenant, run, { there: [person(3), moved, person(5, { accountEnabled: false })] });
    expect(await plannedOf(tenant, run)).toEqual([
      { oid: oid(5), reason: 10, proof: 1 },
      { oid: oid(6), reason: 4, proof: 0 },
    ]);
    expect((await tenant.run(run)).counts).toMatchObject({
      read: 5,
      unchanged: 3,
      updated: 1,
      skipped: { disabled: 1 },
      unproven: 0,
    });
    expect(await stillThere(tenant, run)).toBe(3);
  });

  it('given twice counts once', async () => {
    const { tenant, run } = await fourVanished();
    const answer = { gone: [3], unproven: [4], there: [person(5), person(6, { userType: 'Guest' })] };
    await prove(tenant, run, answer);
    const [plan, counts] = [await plannedOf(tenant, run), (await tenant.run(run)).counts];
    await prove(tenant, run, answer);
    expect(await plannedOf(tenant, run)).toEqual(plan);
    expect((await tenant.run(run)).counts).toEqual(counts);
    expect(await stillThere(tenant, run)).toBe(2);
    expect(
      await stage.asOwner('select from listing_pages where tenant_id = $1 and run_id = $2', [tenant.id, run]),
    ).toHaveLength(2);
  });

  it('of somebody who is still there and was read before, too, counts that person once', async () => {
    const { tenant, run } = await fourVanished();
    await tenant.inTransaction((tx) => claimRemoved(tenant.id, tx, run, [oid(1)], true));
    await prove(tenant, run, { there: [person(1, { properties: { city: 'Oslo' } })] });
    expect((await tenant.run(run)).counts).toMatchObject({ read: 2, unchanged: 1, updated: 1 });
  });

  it('about somebody who was not to be proven changes nothing', async () => {
    const { tenant, run } = await fourVanished();
    await prove(tenant, run, { gone: [1], unproven: [2], there: [person(9)] });
    expect(await plannedOf(tenant, run)).toHaveLength(4);
    expect((await tenant.run(run)).counts).toMatchObject({ unproven: 0, read: 2, created: 0 });
    expect(await stillThere(tenant, run)).toBe(0);
  });
});

describe('a proof of an approved clean-up', () => {
  it('counts as unproven whoever is there and matches, or cannot be told; who no longer matches leaves', async () => {
    const { tenant, run } = await fourVanished();
    await prove(tenant, run, { gone: [3, 4, 5, 6] });
    await tenant.inTransaction(async (tx) => {
      await closeRun(tenant.id, tx, run, { outcome: 'held', now: NOW });
      await decideCleanUp(tenant.id, tx, run, 'approved');
    });
    const cleanUp = await tenant.open({ trigger: 'approval', approves: run });
    await tenant.inTransaction((tx) => findVanished(tenant.id, tx, cleanUp));
    const answer = { gone: [3], unproven: [4], there: [person(5), person(6, { accountEnabled: false })] };
    await prove(tenant, cleanUp, answer);
    await prove(tenant, cleanUp, answer);
    expect((await tenant.run(cleanUp)).counts).toMatchObject({ unproven: 2 });
    expect(await plannedOf(tenant, cleanUp)).toEqual([
      { oid: oid(3), reason: 4, proof: 1 },
      { oid: oid(4), reason: 4, proof: 2 },
      { oid: oid(6), reason: 10, proof: 1 },
    ]);
  });
});
