import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { storeWatermark } from '../../db/end-changes.ts';
import { lockRun } from '../../db/lock-run.ts';
import { openRun, type RunToOpen } from '../../db/open-run.ts';
import { readRunWork } from '../../db/read-run-work.ts';
import { setTenantStatus } from '../../db/tenants.ts';
import type { RunId } from '../../sync/ids.ts';
import { NOW, oid, openStage, persons, runToOpen, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const ask = (tenant: TestTenant, about: Partial<RunToOpen> = {}) =>
  tenant.inTransaction((tx) => openRun(tenant.id, tx, runToOpen(about)));

/** A run that is held, with a list of one person. */
async function heldRun(tenant: TestTenant): Promise<RunId> {
  const run = await tenant.open();
  await tenant.page(run, persons(1, 2));
  await tenant.inTransaction(async (tx) => {
    await tx.query(
      `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof) values ($1, $2, $3, $3, 4, 1)`,
      [tenant.id, run, oid(1)],
    );
    await closeRun(tenant.id, tx, run, { outcome: 'held', now: NOW });
  });
  return run;
}

describe('a run', () => {
  it('has the number after the last one of its tenant; the first comes from linking', async () => {
    const tenant = await stage.tenant();
    expect(await ask(tenant, { trigger: 'schedule' })).toMatchObject({
      answer: 'opened',
      runId: '1',
      kind: 'full',
      trigger: 'link',
    });
    expect(await ask(tenant, { trigger: 'schedule' })).toMatchObject({ runId: '2', trigger: 'schedule' });
    expect(await ask(await stage.tenant())).toMatchObject({ runId: '1' });
  });

  it('asked for again by the same workflow and activity is the same run, also after it has ended', async () => {
    const tenant = await stage.tenant();
    const first = await ask(tenant, { openedBy: 'workflow/1' });
    expect(await ask(tenant, { openedBy: 'workflow/1', trigger: 'schedule' })).toEqual(first);
    await ask(tenant, { openedBy: 'workflow/2' });
    expect(await ask(tenant, { openedBy: 'workflow/1' })).toEqual(first);
    expect(await tenant.run('1' as RunId)).toMatchObject({ state: 'failed' });
  });

  it('asked for twice at the same moment is opened once', async () => {
    const tenant = await stage.tenant();
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(tenant, { openedBy: 'workflow/1' })));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await stage.asOwner('select id from sync_runs where tenant_id = $1', [tenant.id])).toHaveLength(1);
  });

  it('takes the lease: one that counts as running is closed as interrupted, and may write nothing more', async () => {
    const tenant = await stage.tenant();
    const [old, young] = [await tenant.open(), await tenant.open()];
    expect(await tenant.run(old)).toMatchObject({ state: 'failed', error: { code: 'interrupted' }, finishedAt: NOW });
    expect(await tenant.inTransaction((tx) => lockRun(tenant.id, tx, old))).toBeUndefined();
    expect(await tenant.inTransaction((tx) => readRunWork(tenant.id, tx, old))).toBeUndefined();
    expect(await tenant.inTransaction((tx) => lockRun(tenant.id, tx, young))).toMatchObject({ page: 0 });
  });

  it('of several that are opened at the same moment one holds the lease', async () => {
    const tenant = await stage.tenant();
    await Promise.all([1, 2, 3, 4].map(() => tenant.open()));
    const states = await stage.asOwner<{ state: string; n: number }>(
      'select state, count(*)::int as n from sync_runs where tenant_id = $1 group by 1 order by 1',
      [tenant.id],
    );
    expect(states).toEqual([
      { state: 'failed', n: 3 },
      { state: 'running', n: 1 },
    ]);
  });

  it('waits with its page for one that is being written, and then finds the lease gone', async () => {
    const tenant = await stage.tenant();
    const old = await tenant.open();
    const [locked, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const page = tenant.inTransaction(async (tx) => {
      const held = await lockRun(tenant.id, tx, old);
      locked.resolve();
      await go.promise;
      return held;
    });
    await locked.promise;
    const opening = tenant.open();
    go.resolve();
    expect(await page).toBeDefined();
    await opening;
    await expect(tenant.page(old, persons(1, 1))).rejects.toThrow('The run has ended');
  });

  it('keeps the settings and fields that were the newest at its start', async () => {
    const tenant = await stage.tenant({ cleanUp: { retentionDays: 7 } });
    const run = await tenant.open();
    await tenant.save({ retentionDays: 90 });
    const work = await tenant.inTransaction((tx) => readRunWork(tenant.id, tx, run));
    expect(work?.settings.cleanUp.retentionDays).toBe(7);
    const next = await tenant.open();
    expect((await tenant.inTransaction((tx) => readRunWork(tenant.id, tx, next)))?.settings.cleanUp.retentionDays).toBe(
      90,
    );
  });

  it('reads everybody after one that went by other rules, also where the old rules are saved again', async () => {
    const tenant = await stage.tenant();
    const good = await tenant.open();
    await tenant.page(good, persons(1, 2));
    await tenant.inTransaction(async (tx) => {
      await storeWatermark(tenant.id, tx, good, 'https://graph.example/delta');
      await closeRun(tenant.id, tx, good, { outcome: 'succeeded', now: NOW });
    });
    expect(await tenant.run(await tenant.open())).toMatchObject({ kind: 'incremental' });
    await tenant.save({ enabled: true });
    await tenant.page(await tenant.open(), persons(1, 2), { last: false });
    await tenant.save({ enabled: false });
    expect(await tenant.run(await tenant.open())).toMatchObject({ kind: 'full', kindReason: 'rulesChanged' });
  });

  it('remembers the requests that it answers', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open({ requestIds: ['a', 'b'] });
    expect((await tenant.run(run)).requestIds).toEqual(['a', 'b']);
  });
});

describe('no run is opened', () => {
  it.each([
    ['unlinked', { answer: 'notRunnable', code: 'tenantNotLinked' }],
    ['linked', { answer: 'notRunnable', code: 'tenantNotActivated' }],
    ['offboarding', { answer: 'notRunnable', code: 'tenantOffboarding' }],
    ['paused', { answer: 'paused', trigger: 'link' }],
  ] as const)('for a tenant that is %s', async (status, answer) => {
    const tenant = await stage.tenant({ status });
    expect(await ask(tenant)).toEqual(answer);
    expect(await stage.asOwner('select from sync_runs where tenant_id = $1', [tenant.id])).toEqual([]);
  });

  it('for a tenant that is not there, nor for another tenant’s', async () => {
    const tenant = await stage.tenant();
    const stranger = await stage.tenant();
    const answer = await stranger.inTransaction((tx) => openRun(tenant.id, tx, runToOpen()));
    expect(answer).toEqual({ answer: 'notRunnable', code: 'tenantNotThere' });
  });
});

describe('an approval', () => {
  it('opens a clean-up with the approved list, also where it came without the API and is decided here', async () => {
    const tenant = await stage.tenant();
    const held = await heldRun(tenant);
    const opened = await ask(tenant, { trigger: 'approval', approves: held });
    expect(opened).toMatchObject({ answer: 'opened', kind: 'cleanUp', trigger: 'approval' });
    expect(await tenant.run(held)).toMatchObject({ state: 'succeeded', decision: 'approved' });
  });

  it('that was forgotten goes before whatever is asked for, whose request waits for the run after it', async () => {
    const tenant = await stage.tenant();
    const held = await heldRun(tenant);
    await tenant.inTransaction((tx) => decideCleanUp(tenant.id, tx, held, 'approved'));
    const opened = await ask(tenant, { trigger: 'manual', requestIds: ['a'], openedBy: 'workflow/1' });
    expect(opened).toMatchObject({ answer: 'opened', kind: 'cleanUp', trigger: 'approval' });
    expect(await ask(tenant, { trigger: 'manual', requestIds: ['a'], openedBy: 'workflow/1' })).toEqual(opened);
    if (opened.answer !== 'opened') throw new Error('It was not opened.');
    expect(await tenant.run(opened.runId)).toMatchObject({ approves: held, requestIds: [] });
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, opened.runId, { outcome: 'succeeded', now: NOW }));
    expect(await ask(tenant, { trigger: 'manual' })).toMatchObject({ kind: 'full', trigger: 'manual' });
  });

  it('whose clean-up another one interrupts stays approved, and is applied by that one', async () => {
    const tenant = await stage.tenant();
    const held = await heldRun(tenant);
    const first = await tenant.open({ trigger: 'approval', approves: held });
    const second = await tenant.open({ trigger: 'approval', approves: held });
    expect(await tenant.run(first)).toMatchObject({ state: 'failed', error: { code: 'interrupted' } });
    expect(await tenant.run(second)).toMatchObject({ state: 'running', kind: 'cleanUp', approves: held });
    expect(await tenant.run(held)).toMatchObject({ state: 'succeeded', decision: 'approved' });
  });

  it('that was decided before opens it too', async () => {
    const tenant = await stage.tenant();
    const held = await heldRun(tenant);
    await tenant.inTransaction((tx) => decideCleanUp(tenant.id, tx, held, 'approved'));
    expect(await ask(tenant, { trigger: 'approval', approves: held })).toMatchObject({
      answer: 'opened',
      kind: 'cleanUp',
    });
  });

  it('is refused once the list was rejected, superseded or applied, or for a number that no run has', async () => {
    const tenant = await stage.tenant();
    for (const decision of ['rejected', 'superseded'] as const) {
      const held = await heldRun(tenant);
      await tenant.inTransaction((tx) => decideCleanUp(tenant.id, tx, held, decision));
      expect(await ask(tenant, { trigger: 'approval', approves: held })).toEqual({ answer: 'refused' });
    }
    const held = await heldRun(tenant);
    const cleanUp = await tenant.open({ trigger: 'approval', approves: held });
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, cleanUp, { outcome: 'succeeded', now: NOW }));
    expect(await ask(tenant, { trigger: 'approval', approves: held })).toEqual({ answer: 'refused' });
    expect(await ask(tenant, { trigger: 'approval', approves: '999' as RunId })).toEqual({ answer: 'refused' });
  });

  it('waits while the tenant is paused', async () => {
    const tenant = await stage.tenant();
    const held = await heldRun(tenant);
    await tenant.inTransaction((tx) => setTenantStatus(tenant.id, tx, 'paused'));
    expect(await ask(tenant, { trigger: 'approval', approves: held })).toEqual({
      answer: 'paused',
      trigger: 'approval',
    });
    expect(await tenant.run(held)).toMatchObject({ state: 'held' });
  });
});
