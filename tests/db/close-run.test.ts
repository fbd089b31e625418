import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeRun, type RunEnd } from '../../db/close-run.ts';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { lockRun } from '../../db/lock-run.ts';
import { closeAbandonedRun, scheduleNext } from '../../db/schedule-next.ts';
import { setTenantStatus } from '../../db/tenants.ts';
import { FAILURES, type FailureCode } from '../../sync/failure.ts';
import type { RunId } from '../../sync/ids.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

type Outcome = RunEnd extends infer Each ? (Each extends RunEnd ? Omit<Each, 'now'> : never) : never;
const close = (tenant: TestTenant, run: RunId, end: Outcome, now = NOW) =>
  tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { ...end, now }));
const listingsOf = async (tenant: TestTenant): Promise<string[]> =>
  (
    await stage.asOwner<{ run: string }>(
      'select distinct run_id as run from listing_pages where tenant_id = $1 order by 1',
      [tenant.id],
    )
  ).map(({ run }) => run);
const plan = (tenant: TestTenant, run: RunId) =>
  stage.asOwner('insert into planned_removals values ($1, $2, $3, $3, 4, 1)', [tenant.id, run, oid(1)]);
const plansOf = async (tenant: TestTenant): Promise<string[]> =>
  (
    await stage.asOwner<{ run: string }>('select run_id as run from planned_removals where tenant_id = $1 order by 1', [
      tenant.id,
    ])
  ).map(({ run }) => run);

async function readRun(tenant: TestTenant, last = true): Promise<RunId> {
  const run = await tenant.open();
  await tenant.page(run, persons(1, 3), { last });
  return run;
}

describe('a run that succeeded', () => {
  it('is noted at the tenant, whose listing is this one now', async () => {
    const tenant = await stage.tenant();
    await close(tenant, await readRun(tenant), { outcome: 'succeeded' });
    const run = await readRun(tenant);
    await close(tenant, run, { outcome: 'succeeded' });
    expect(await tenant.run(run)).toMatchObject({ state: 'succeeded', finishedAt: NOW, error: null });
    expect(await tenant.row()).toMatchObject({ lastSyncedAt: NOW, employees: 3, status: 'active', attention: null });
    expect(await listingsOf(tenant)).toEqual([run]);
  });

  it('needs nobody’s attention any more', async () => {
    const tenant = await stage.tenant();
    await close(tenant, await tenant.open(), { outcome: 'failed', code: 'permissionMissing', detail: 'request-1' });
    expect(await tenant.row()).toMatchObject({
      status: 'needsAttention',
      attention: { code: 'permissionMissing', detail: 'request-1' },
    });
    await close(tenant, await readRun(tenant), { outcome: 'succeeded' });
    expect(await tenant.row()).toMatchObject({ status: 'active', attention: null });
  });

  it('leaves a paused tenant paused', async () => {
    const tenant = await stage.tenant();
    const run = await readRun(tenant);
    await tenant.inTransaction((tx) => setTenantStatus(tenant.id, tx, 'paused'));
    await close(tenant, run, { outcome: 'succeeded' });
    expect((await tenant.row()).status).toBe('paused');
  });

  it('and applied an approved list drops both lists, keeps the listing of the last sync, and is no sync', async () => {
    const tenant = await stage.tenant();
    const held = await readRun(tenant);
    await plan(tenant, held);
    await close(tenant, held, { outcome: 'held' });
    const cleanUp = await tenant.open({ trigger: 'approval', approves: held });
    await tenant.page(cleanUp, [person(1)]);
    await close(tenant, cleanUp, { outcome: 'succeeded' }, new Date(NOW.getTime() + 1));
    expect(await plansOf(tenant)).toEqual([]);
    expect(await listingsOf(tenant)).toEqual([held]);
    expect((await tenant.row()).lastSyncedAt).toEqual(NOW);
    expect(await tenant.run(held)).toMatchObject({ state: 'succeeded', decision: 'approved' });
  });
});

describe('a run that is held', () => {
  it('counts as a sync, keeps its list, and its listing is the newest', async () => {
    const tenant = await stage.tenant();
    await close(tenant, await readRun(tenant), { outcome: 'succeeded' }, new Date(0));
    const run = await readRun(tenant);
    await plan(tenant, run);
    await close(tenant, run, { outcome: 'held' });
    expect(await tenant.run(run)).toMatchObject({ state: 'held', decision: null, finishedAt: NOW });
    expect((await tenant.row()).lastSyncedAt).toEqual(NOW);
    expect(await plansOf(tenant)).toEqual([run]);
    expect(await listingsOf(tenant)).toEqual([run]);
  });
});

describe.each([
  ['failed', { outcome: 'failed', code: 'interrupted' }],
  ['cancelled', { outcome: 'cancelled' }],
] as const)('a run that %s', (state, end) => {
  it('leaves the listing of the last good run as it was, and drops its own and its plan', async () => {
    const tenant = await stage.tenant();
    const good = await readRun(tenant);
    await close(tenant, good, { outcome: 'succeeded' }, new Date(0));
    const run = await readRun(tenant, false);
    await plan(tenant, run);
    await close(tenant, run, end);
    expect(await tenant.run(run)).toMatchObject({ state, finishedAt: NOW });
    expect(await listingsOf(tenant)).toEqual([good]);
    expect(await plansOf(tenant)).toEqual([]);
    expect((await tenant.row()).lastSyncedAt).toEqual(new Date(0));
  });

  it('counts the employees that it wrote all the same, and forgets its place', async () => {
    const tenant = await stage.tenant();
    const run = await readRun(tenant, false);
    await close(tenant, run, end);
    expect((await tenant.row()).employees).toBe(3);
    expect(
      await stage.asOwner('select cursor_link, previous_link from sync_runs where tenant_id = $1', [tenant.id]),
    ).toEqual([{ cursor_link: null, previous_link: null }]);
  });
});

describe('a run that was to apply an approved list', () => {
  async function approvedList(): Promise<{ tenant: TestTenant; held: RunId; waiting: RunId; cleanUp: RunId }> {
    const tenant = await stage.tenant();
    const held = await readRun(tenant);
    await plan(tenant, held);
    await close(tenant, held, { outcome: 'held' });
    const waiting = await readRun(tenant);
    await stage.asOwner('update sync_runs set waiting_run = $2 where tenant_id = $1 and id = $3', [
      tenant.id,
      held,
      waiting,
    ]);
    await close(tenant, waiting, { outcome: 'held' });
    await tenant.inTransaction((tx) => decideCleanUp(tenant.id, tx, held, 'approved'));
    const cleanUp = await tenant.open({ trigger: 'approval', approves: held });
    await plan(tenant, cleanUp);
    return { tenant, held, waiting, cleanUp };
  }

  it('and failed leaves the list waiting for a person, with the runs that named it', async () => {
    const { tenant, held, waiting, cleanUp } = await approvedList();
    await close(tenant, cleanUp, { outcome: 'failed', code: 'graphUnavailable' });
    for (const run of [held, waiting]) expect(await tenant.run(run)).toMatchObject({ state: 'held', decision: null });
    expect(await plansOf(tenant)).toEqual([held]);
  });

  it('and was cut off by a pause leaves it approved, for the run after the pause', async () => {
    const { tenant, held, waiting, cleanUp } = await approvedList();
    await close(tenant, cleanUp, { outcome: 'cancelled' });
    for (const run of [held, waiting])
      expect(await tenant.run(run)).toMatchObject({ state: 'succeeded', decision: 'approved' });
    expect(await plansOf(tenant)).toEqual([held]);
  });
});

describe('the end of a run', () => {
  it.each([
    [{ outcome: 'succeeded' }, { outcome: 'failed', code: 'permissionMissing' }],
    [{ outcome: 'held' }, { outcome: 'cancelled' }],
    [{ outcome: 'failed', code: 'interrupted' }, { outcome: 'succeeded' }],
    [{ outcome: 'cancelled' }, { outcome: 'succeeded' }],
  ] as const)('%o is told once: %o comes too late and changes nothing', async (first, second) => {
    const tenant = await stage.tenant();
    const run = await readRun(tenant);
    await close(tenant, run, first);
    const state = async () => [await tenant.run(run), await tenant.row(), await listingsOf(tenant)];
    const before = await state();
    await close(tenant, run, first, new Date(NOW.getTime() + 1));
    await close(tenant, run, second, new Date(NOW.getTime() + 2));
    expect(await state()).toEqual(before);
  });

  it('gives up the lease', async () => {
    const tenant = await stage.tenant();
    const run = await readRun(tenant);
    await close(tenant, run, { outcome: 'succeeded' });
    expect(await tenant.inTransaction((tx) => lockRun(tenant.id, tx, run))).toBeUndefined();
    await tenant.open();
    expect((await tenant.run(run)).state).toBe('succeeded');
  });

  it('of a run or a tenant that is not there is nothing', async () => {
    const tenant = await stage.tenant();
    await expect(close(tenant, '77' as RunId, { outcome: 'succeeded' })).resolves.toBeUndefined();
    expect((await tenant.row()).lastSyncedAt).toBeNull();
  });

  const codes = Object.keys(FAILURES) as FailureCode[]; // its keys, by its type
  it.each(codes)('as %s asks for the admin’s attention only if the admin can cure it', async (code) => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await close(tenant, run, { outcome: 'failed', code });
    expect(await tenant.run(run)).toMatchObject({ error: { code, detail: null } });
    const curable = FAILURES[code].class === 'tenantAttention';
    expect((await tenant.row()).status).toBe(curable ? 'needsAttention' : 'active');
  });

  it('by a code that nobody knows is told as unknown', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await close(tenant, run, { outcome: 'failed', code: 'codeOfALaterVersion' });
    expect((await tenant.run(run)).error).toEqual({ code: 'unknown', detail: null });
    expect((await tenant.row()).status).toBe('active');
  });

  it.each(['paused', 'offboarding'] as const)(
    'leaves a tenant that is %s as it is, whatever failed',
    async (status) => {
      const tenant = await stage.tenant();
      const run = await tenant.open();
      await tenant.inTransaction((tx) => setTenantStatus(tenant.id, tx, status));
      await close(tenant, run, { outcome: 'failed', code: 'permissionMissing' });
      expect((await tenant.row()).status).toBe(status);
    },
  );
});

describe('a run whose workflow ended without closing it', () => {
  const abandon = (tenant: TestTenant, run: RunId, outcome: string) =>
    tenant.inTransaction((tx) => closeAbandonedRun(tenant.id, tx, run, outcome, NOW));

  it.each([
    ['cancelled', { state: 'cancelled', error: null }],
    ['terminated', { state: 'failed', error: { code: 'workflowEnded' } }],
    ['consentMissing', { state: 'failed', error: { code: 'consentMissing' } }],
  ])('but said %s is closed so, once', async (outcome, expected) => {
    const tenant = await stage.tenant();
    const run = await readRun(tenant);
    await abandon(tenant, run, outcome);
    await abandon(tenant, run, 'other');
    expect(await tenant.run(run)).toMatchObject(expected);
  });

  it('is the only one that is closed: not the run that came after it', async () => {
    const tenant = await stage.tenant();
    const [old, young] = [await readRun(tenant), await readRun(tenant)];
    await abandon(tenant, old, 'cancelled');
    expect((await tenant.run(young)).state).toBe('running');
    await close(tenant, young, { outcome: 'succeeded' });
    await abandon(tenant, young, 'cancelled');
    expect((await tenant.run(young)).state).toBe('succeeded');
  });
});

describe('the next sync', () => {
  it('is noted for people to read', async () => {
    const tenant = await stage.tenant();
    for (let twice = 0; twice < 2; twice++) await tenant.inTransaction((tx) => scheduleNext(tenant.id, tx, NOW));
    expect((await tenant.row()).nextSyncAt).toEqual(NOW);
  });
});
