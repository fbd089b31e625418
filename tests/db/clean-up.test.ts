import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { applyCleanUp } from '../../db/apply-clean-up.ts';
import { closeRun } from '../../db/close-run.ts';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { findVanished } from '../../db/find-vanished.ts';
import { leaveToApproved } from '../../db/leave-to-approved.ts';
import { listEmployees } from '../../db/list-employees.ts';
import { lockRun } from '../../db/lock-run.ts';
import { readCleanUp } from '../../db/read-clean-up.ts';
import { supersedeWaiting } from '../../db/supersede-waiting.ts';
import { waitWith } from '../../db/wait-with.ts';
import type { EmployeeStatus } from '../../sync/employee-status.ts';
import type { RunId } from '../../sync/ids.ts';
import type { Decision } from '../../sync/run.ts';
import { NOW, oid, openStage, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A tenant of ten people, whose addresses are settled. */
async function tenPeople({ enabled = true } = {}): Promise<TestTenant> {
  const tenant = await stage.tenant({ cleanUp: { enabled, maxRemovals: 300, maxRemovalsPercent: 12.5 } });
  await tenant.page(await tenant.open({ now: new Date(0) }), persons(1, 10));
  await stage.asOwner('update tenants set unsettled_since = null where id = $1', [tenant.id]);
  return tenant;
}

/** A run that has proven these people gone, of all that it lists. */
async function runWithGone(
  tenant: TestTenant,
  gone: readonly number[],
  unproven: readonly number[] = [],
): Promise<RunId> {
  const run = await tenant.open();
  const absent = new Set([...gone, ...unproven].map(oid));
  await tenant.page(
    run,
    persons(1, 10).filter(({ id }) => !absent.has(id)),
  );
  await tenant.inTransaction((tx) => findVanished(tenant.id, tx, run));
  await stage.asOwner(
    'update planned_removals set proof = case when entra_object_id = any($3) then 1 else 2 end where tenant_id = $1 and run_id = $2',
    [tenant.id, run, gone.map(oid)],
  );
  return run;
}

async function held(tenant: TestTenant, gone: readonly number[]): Promise<RunId> {
  const run = await runWithGone(tenant, gone);
  await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'held', now: NOW }));
  return run;
}

const read = (tenant: TestTenant, run: RunId, now = NOW) =>
  tenant.inTransaction((tx) => readCleanUp(tenant.id, tx, run, now));
const apply = (tenant: TestTenant, run: RunId) => tenant.inTransaction((tx) => applyCleanUp(tenant.id, tx, run, NOW));
const decide = (tenant: TestTenant, run: RunId, decision: Decision) =>
  tenant.inTransaction((tx) => decideCleanUp(tenant.id, tx, run, decision));
const statusesOf = async (tenant: TestTenant): Promise<EmployeeStatus[]> =>
  (
    await stage.asOwner<{ status: EmployeeStatus }>(
      'select status from employees where tenant_id = $1 order by entra_object_id',
      [tenant.id],
    )
  ).map(({ status }) => status);
const become = (tenant: TestTenant, n: number, status: EmployeeStatus) =>
  stage.asOwner('update employees set status = $3 where tenant_id = $1 and entra_object_id = $2', [
    tenant.id,
    oid(n),
    status,
  ]);
/** Whether a session of this database waits for a row that another one holds. */
const waitsForLock = async (): Promise<boolean> =>
  (
    await stage.asOwner(
      `select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
    )
  ).length > 0;
const plannedOf = async (tenant: TestTenant, run: RunId): Promise<number[]> =>
  (
    await stage.asOwner<{ oid: string }>(
      'select entra_object_id as oid from planned_removals where tenant_id = $1 and run_id = $2 order by 1',
      [tenant.id, run],
    )
  ).map(({ oid: id }) => Number.parseInt(id.slice(-12), 16));

describe('what the guard is told', () => {
  it('is how many would be removed, of how many, and the limits of the run’s settings', async () => {
    const tenant = await tenPeople();
    const run = await runWithGone(tenant, [1, 2, 3], [4]);
    await tenant.save({ maxRemovals: 1 });
    expect(await read(tenant, run)).toEqual({
      facts: { toRemove: 3, removedLast24h: 0, active: 10 },
      limits: { maxRemovalsPercent: 12.5, maxRemovals: 300 },
      approved: false,
    });
  });

  it('is that nobody would be removed where clean-up is off', async () => {
    const tenant = await tenPeople({ enabled: false });
    expect((await read(tenant, await runWithGone(tenant, [1, 2]))).facts.toRemove).toBe(0);
  });

  it.each([
    //                                             hours before  kind       counted
    ['those removed within the last day', 23, 'full', 2],
    ['none that were removed before', 25, 'full', 0],
    ['none that a person approved', 1, 'cleanUp', 0],
  ] as const)('includes %s', async (_what, hours, kind, counted) => {
    // prettier-ignore
    const tenant = await tenPeople();
    const earlier = await runWithGone(tenant, [9, 10]);
    await apply(tenant, earlier);
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, earlier, { outcome: 'succeeded', now: NOW }));
    await stage.asOwner('update sync_runs set kind = $3 where tenant_id = $1 and id = $2', [tenant.id, earlier, kind]);
    const run = await runWithGone(tenant, [1], [9, 10]);
    const now = new Date(NOW.getTime() + hours * 3_600_000);
    expect((await read(tenant, run, now)).facts).toEqual({ toRemove: 1, removedLast24h: counted, active: 8 });
  });

  it('includes what a run that failed later had removed', async () => {
    const tenant = await tenPeople();
    const earlier = await runWithGone(tenant, [9, 10]);
    await apply(tenant, earlier);
    await tenant.inTransaction((tx) =>
      closeRun(tenant.id, tx, earlier, { outcome: 'failed', code: 'unknown', now: NOW }),
    );
    expect((await read(tenant, await runWithGone(tenant, [1]))).facts.removedLast24h).toBe(2);
  });
});

describe('removals are applied', () => {
  it('all together: removed while clean-up is on, with their values, and told as changes', async () => {
    const tenant = await tenPeople();
    const run = await runWithGone(tenant, [1, 2], [3]);
    await apply(tenant, run);
    expect((await statusesOf(tenant)).slice(0, 4)).toEqual(['removed', 'removed', 'active', 'active']);
    expect((await tenant.run(run)).counts).toMatchObject({ removed: 2, missing: 0 });
    expect(
      await stage.asOwner(
        'select seq, entra_object_id as oid, action, reason, at from run_changes where tenant_id = $1 and run_id = $2 order by seq',
        [tenant.id, run],
      ),
    ).toEqual([1, 2].map((n) => ({ seq: n, oid: oid(n), action: 3, reason: 4, at: NOW })));
    const { items } = await tenant.inTransaction((tx) =>
      listEmployees(tenant.id, tx, { sort: 'email', status: 'removed', limit: 10 }),
    );
    expect(items).toMatchObject([{ values: { displayName: 'Person 1' }, updatedAt: NOW }, {}]);
    expect(
      await stage.asOwner('select removed_at from employees where tenant_id = $1 and removed_at is not null', [
        tenant.id,
      ]),
    ).toEqual([{ removed_at: NOW }, { removed_at: NOW }]);
  });

  it('as missing while clean-up is off, and those who are missing then become removed when it is turned on', async () => {
    const tenant = await tenPeople({ enabled: false });
    const off = await runWithGone(tenant, [1]);
    await apply(tenant, off);
    expect((await statusesOf(tenant))[0]).toBe('missing');
    expect((await tenant.run(off)).counts).toMatchObject({ missing: 1, removed: 0 });
    await tenant.save({ enabled: true });
    const on = await runWithGone(tenant, [1]);
    await apply(tenant, on);
    expect((await statusesOf(tenant))[0]).toBe('removed');
  });

  it('once, however often it is done', async () => {
    const tenant = await tenPeople();
    const run = await runWithGone(tenant, [1, 2]);
    await apply(tenant, run);
    const versions = () =>
      stage.asOwner('select id, xmin::text from employees where tenant_id = $1 order by id', [tenant.id]);
    const before = await versions();
    await apply(tenant, run);
    expect(await versions()).toEqual(before);
    expect((await tenant.run(run)).counts.removed).toBe(2);
    expect(await read(tenant, run)).toMatchObject({ facts: { toRemove: 0 } });
  });

  it('and forget the plan, the unproven ones too', async () => {
    const tenant = await tenPeople();
    const run = await runWithGone(tenant, [1], [2]);
    await apply(tenant, run);
    expect(await plannedOf(tenant, run)).toEqual([]);
  });

  it('free addresses, which are unsettled then; where nobody leaves they are not', async () => {
    const tenant = await tenPeople();
    const since = () => stage.asOwner('select unsettled_since as since from tenants where id = $1', [tenant.id]);
    await apply(tenant, await runWithGone(tenant, [], [2]));
    expect(await since()).toEqual([{ since: null }]);
    const run = await runWithGone(tenant, [1]);
    await apply(tenant, run);
    expect(await since()).toEqual([{ since: run }]);
  });

  it('to a duplicate too, who then names nobody', async () => {
    const tenant = await tenPeople();
    await stage.asOwner(
      `update employees set status = 'duplicate', duplicate_of = id where tenant_id = $1 and entra_object_id = $2`,
      [tenant.id, oid(1)],
    );
    await apply(tenant, await runWithGone(tenant, [1]));
    expect(
      await stage.asOwner('select status, duplicate_of from employees where tenant_id = $1 and entra_object_id = $2', [
        tenant.id,
        oid(1),
      ]),
    ).toEqual([{ status: 'removed', duplicate_of: null }]);
  });

  it('to nobody of another tenant with the same object ids', async () => {
    const [tenant, other] = [await tenPeople(), await tenPeople()];
    await apply(tenant, await runWithGone(tenant, [1, 2]));
    expect(await statusesOf(other)).toEqual(Array.from({ length: 10 }, () => 'active'));
  });
});

describe('a held list', () => {
  it('is compared with what a later run finds: the same people, whatever their order and reasons', async () => {
    const tenant = await tenPeople();
    const first = await held(tenant, [1, 2]);
    expect(await read(tenant, await runWithGone(tenant, [2, 1], [3]))).toMatchObject({ waitingWithSame: first });
  });

  it.each([
    ['one more', [1, 2, 3]],
    ['one less', [1]],
    ['another', [1, 3]],
    ['nobody', []],
  ])('%s makes other people', async (_what, gone) => {
    const tenant = await tenPeople();
    await held(tenant, [1, 2]);
    expect(await read(tenant, await runWithGone(tenant, gone))).not.toHaveProperty('waitingWithSame');
  });

  it('is what a later run with the same people waits with, without a list of its own', async () => {
    const tenant = await tenPeople();
    const first = await held(tenant, [1, 2]);
    const second = await runWithGone(tenant, [1, 2]);
    for (let twice = 0; twice < 2; twice++) await tenant.inTransaction((tx) => waitWith(tenant.id, tx, second, first));
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, second, { outcome: 'held', now: NOW }));
    expect(await tenant.run(second)).toMatchObject({ state: 'held', waitingRunId: first });
    expect(await plannedOf(tenant, second)).toEqual([]);
    // A third one compares with the list itself, not with the run that only names it.
    expect(await read(tenant, await runWithGone(tenant, [1, 2]))).toMatchObject({ waitingWithSame: first });
  });

  it.each(['approved', 'rejected'] as const)(
    'is %s together with the runs that wait with it, once',
    async (decision) => {
      const tenant = await tenPeople();
      const first = await held(tenant, [1, 2]);
      const second = await runWithGone(tenant, [1, 2]);
      await tenant.inTransaction(async (tx) => {
        await waitWith(tenant.id, tx, second, first);
        await closeRun(tenant.id, tx, second, { outcome: 'held', now: NOW });
      });
      expect(await decide(tenant, first, decision)).toBe(true);
      expect(await decide(tenant, first, decision === 'approved' ? 'rejected' : 'approved')).toBe(false);
      for (const run of [first, second]) {
        expect(await tenant.run(run)).toMatchObject({ state: 'succeeded', decision, supersededBy: null });
      }
      expect(await plannedOf(tenant, first)).toEqual(decision === 'approved' ? [1, 2] : []);
      expect(await statusesOf(tenant)).not.toContain('removed');
    },
  );

  it('of two people who decide at the same time obeys one, and the other is told', async () => {
    const tenant = await tenPeople();
    const run = await held(tenant, [1, 2]);
    const answers = await Promise.all([decide(tenant, run, 'approved'), decide(tenant, run, 'rejected')]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect((await tenant.run(run)).decision).toBe(answers[0] === true ? 'approved' : 'rejected');
  });

  it('that is superseded names the run whose list took its place', async () => {
    const tenant = await tenPeople();
    const first = await held(tenant, [1, 2]);
    const second = await runWithGone(tenant, [1, 2, 3]);
    for (let twice = 0; twice < 2; twice++) await tenant.inTransaction((tx) => supersedeWaiting(tenant.id, tx));
    expect(await tenant.run(first)).toMatchObject({ state: 'succeeded', decision: 'superseded', supersededBy: second });
    expect(await plannedOf(tenant, first)).toEqual([]);
    expect(await plannedOf(tenant, second)).toEqual([1, 2, 3]);
  });

  it('that a run waits with is kept, any other is superseded', async () => {
    const tenant = await tenPeople();
    const [old, kept] = [await held(tenant, [1]), await held(tenant, [1, 2])];
    await runWithGone(tenant, [1, 2]);
    await tenant.inTransaction((tx) => supersedeWaiting(tenant.id, tx, kept));
    expect(await tenant.run(old)).toMatchObject({ decision: 'superseded' });
    expect(await tenant.run(kept)).toMatchObject({ state: 'held', decision: null });
  });

  it.each(['approved', 'rejected'] as const)(
    'that is %s before a run that waits with it ends decides that run too',
    async (decision) => {
      const tenant = await tenPeople();
      const first = await held(tenant, [1, 2]);
      const second = await runWithGone(tenant, [1, 2]);
      await tenant.inTransaction((tx) => waitWith(tenant.id, tx, second, first));
      await decide(tenant, first, decision);
      await tenant.inTransaction((tx) => closeRun(tenant.id, tx, second, { outcome: 'held', now: NOW }));
      expect(await tenant.run(second)).toMatchObject({ state: 'succeeded', decision, waitingRunId: first });
    },
  );

  it('is no run’s that goes, failed or never was', async () => {
    const tenant = await tenPeople();
    const run = await runWithGone(tenant, [1]);
    expect(await decide(tenant, run, 'rejected')).toBe(false);
    expect(await decide(tenant, '99' as RunId, 'approved')).toBe(false);
    expect(await plannedOf(tenant, run)).toEqual([1]);
  });
});

describe('an approved list that is not yet applied', () => {
  it('keeps its people: they stand on no other list', async () => {
    const tenant = await tenPeople();
    const first = await held(tenant, [1, 2]);
    const second = await runWithGone(tenant, [1, 2, 3]);
    await decide(tenant, first, 'approved');
    for (let twice = 0; twice < 2; twice++) await tenant.inTransaction((tx) => leaveToApproved(tenant.id, tx, second));
    expect(await plannedOf(tenant, second)).toEqual([3]);
    expect(await plannedOf(tenant, first)).toEqual([1, 2]);
  });

  it('is taken by its clean-up, which needs no guard and compares with nobody', async () => {
    const tenant = await tenPeople({ enabled: false });
    const first = await held(tenant, [1, 2]);
    await decide(tenant, first, 'approved');
    const cleanUp = await tenant.open({ trigger: 'approval', approves: first });
    await tenant.inTransaction(async (tx) => {
      await findVanished(tenant.id, tx, cleanUp);
      await leaveToApproved(tenant.id, tx, cleanUp);
    });
    expect(await plannedOf(tenant, cleanUp)).toEqual([1, 2]);
    await stage.asOwner('update planned_removals set proof = 1 where tenant_id = $1 and run_id = $2', [
      tenant.id,
      cleanUp,
    ]);
    expect(await read(tenant, cleanUp)).toMatchObject({ approved: true });
    await apply(tenant, cleanUp);
    // A person decided it, so they are removed although clean-up by itself is off.
    expect((await statusesOf(tenant)).slice(0, 3)).toEqual(['removed', 'removed', 'active']);
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, cleanUp, { outcome: 'succeeded', now: NOW }));
    expect(await plannedOf(tenant, first)).toEqual([]);
  });

  it('cannot be approved while a run compares its own list with it', async () => {
    const tenant = await tenPeople();
    const first = await held(tenant, [1, 2]);
    const second = await runWithGone(tenant, [1, 2, 3]);
    const [compared, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const cleanUp = tenant.inTransaction(async (tx) => {
      await lockRun(tenant.id, tx, second);
      await leaveToApproved(tenant.id, tx, second);
      compared.resolve();
      await go.promise;
      await decideCleanUp(tenant.id, tx, first, 'superseded');
    });
    await compared.promise;
    let decided = false;
    const approval = decide(tenant, first, 'approved').finally(() => (decided = true));
    await vi.waitFor(async () => expect(decided || (await waitsForLock())).toBe(true), { timeout: 30_000 });
    go.resolve();
    await cleanUp;
    expect(await approval).toBe(false);
    expect(await tenant.run(first)).toMatchObject({ decision: 'superseded', supersededBy: second });
  });

  it('goes on waiting for a person when its clean-up fails, and can be approved again', async () => {
    const tenant = await tenPeople();
    const first = await held(tenant, [1, 2]);
    const cleanUp = await tenant.open({ trigger: 'approval', approves: first });
    await tenant.inTransaction((tx) =>
      closeRun(tenant.id, tx, cleanUp, { outcome: 'failed', code: 'unknown', now: NOW }),
    );
    expect(await tenant.run(first)).toMatchObject({ state: 'held', decision: null });
    expect(await plannedOf(tenant, first)).toEqual([1, 2]);
    expect(await decide(tenant, first, 'approved')).toBe(true);
  });
});

describe('a missing employee', () => {
  it('stays missing while clean-up is off, however often nobody sees them', async () => {
    const tenant = await tenPeople({ enabled: false });
    await become(tenant, 1, 'missing');
    const run = await runWithGone(tenant, [1, 2]);
    await apply(tenant, run);
    expect((await statusesOf(tenant)).slice(0, 2)).toEqual(['missing', 'missing']);
    expect((await tenant.run(run)).counts.missing).toBe(1);
  });
});
