import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../sync/ids.ts';
import { NOW } from '../db/stage.ts';
import { type ActivityStage, emailOf, failureOf, listed, numbers, openStage, type PlayedTenant } from './stage.ts';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const setStatus = (tenant: PlayedTenant, status: string) =>
  stage.asOwner('update tenants set status = $2 where id = $1', [tenant.id, status]);
/** Does it twice; the second time must change nothing. */
async function twice<T>(tenant: PlayedTenant, work: () => Promise<T>): Promise<readonly [T, T]> {
  const first = await work();
  const before = await tenant.everything();
  const second = await work();
  expect(await tenant.everything()).toEqual(before);
  return [first, second];
}

describe('openRun', () => {
  const request = { trigger: 'manual', full: false, requestIds: ['one'] } as const;
  const asActivity = (activityId: string) => ({
    activityId,
    workflowExecution: { workflowId: 'tenant-sync', runId: 'aaaa' },
  });

  it('opens one run however often the same activity asks', async () => {
    const tenant = await stage.play();
    const [first, second] = await twice(tenant, () => tenant.perform('openRun', request, asActivity('7')));
    expect(second).toEqual(first);
    expect(first).toEqual({ answer: 'opened', runId: '1', kind: 'full', trigger: 'link', heartbeatMs: 60_000 });
  });

  it('opens another one when it is another activity, and closes the earlier as interrupted', async () => {
    const tenant = await stage.play();
    await tenant.perform('openRun', request, asActivity('7'));
    expect(await tenant.perform('openRun', request, asActivity('8'))).toMatchObject({ runId: '2', trigger: 'manual' });
    expect(await tenant.run('1' as RunId)).toMatchObject({ state: 'failed', error: { code: 'interrupted' } });
  });

  it('answers that the tenant is paused, and opens nothing', async () => {
    const tenant = await stage.play({ status: 'paused' });
    expect(await tenant.perform('openRun', request)).toMatchObject({ answer: 'paused' });
    expect((await tenant.everything()) as object).toMatchObject({ runs: [] });
  });

  it.each([
    ['unlinked', 'tenantNotLinked'],
    ['linked', 'tenantNotActivated'],
    ['offboarding', 'tenantOffboarding'],
  ])('fails at once, with a readable cause, for a tenant that is %s', async (status, type) => {
    const tenant = await stage.play();
    await setStatus(tenant, status);
    expect(await failureOf(tenant.perform('openRun', request))).toMatchObject({ type, nonRetryable: true });
  });

  it('fails at once for a tenant that is not there', async () => {
    const tenant = await stage.play();
    await stage.db.inTransaction(tenant.id, (tx) =>
      tx.query('delete from integration_settings where tenant_id = $1', [tenant.id]),
    );
    while ((await tenant.perform('eraseTenant', {})).next === 'more');
    expect(await failureOf(tenant.perform('openRun', request))).toMatchObject({
      type: 'tenantNotThere',
      nonRetryable: true,
    });
  });
});

describe('closeRun', () => {
  it('ends a run once: what a second attempt says comes too late', async () => {
    const tenant = await stage.play();
    const runId = await tenant.open({ full: true });
    await tenant.perform('closeRun', { runId, outcome: 'failed', code: 'permissionMissing', detail: 'request-1' });
    expect(await tenant.row()).toMatchObject({
      status: 'needsAttention',
      attention: { code: 'permissionMissing', detail: 'request-1' },
    });
    const before = await tenant.everything();
    await tenant.perform('closeRun', { runId, outcome: 'succeeded' });
    expect(await tenant.everything()).toEqual(before);
  });

  it('of a run of a tenant that is gone is nothing to do', async () => {
    const tenant = await stage.play();
    const runId = await tenant.open({ full: true });
    while ((await tenant.perform('eraseTenant', {})).next === 'more');
    await expect(tenant.perform('closeRun', { runId, outcome: 'succeeded' })).resolves.toBeUndefined();
  });
});

describe('scheduleNextRun', () => {
  const HOUR = 3_600_000;

  it('says when, stores it for people, and says it again to a second attempt', async () => {
    const tenant = await stage.play();
    const runId = await tenant.open({ full: true });
    await tenant.perform('closeRun', { runId, outcome: 'succeeded' });
    const ended = { runId, failures: 0, outcome: 'succeeded' };
    const [first, second] = await twice(tenant, () => tenant.perform('scheduleNextRun', ended));
    expect(first).toEqual({ nextSyncAt: NOW.getTime() + 3 * HOUR });
    expect(second).toEqual(first);
    expect((await tenant.row()).nextSyncAt).toEqual(new Date(first.nextSyncAt));
  });

  it('comes back sooner after a failure', async () => {
    const tenant = await stage.play();
    const runId = await tenant.open({ full: true });
    const { nextSyncAt } = await tenant.perform('scheduleNextRun', {
      runId,
      failures: 1,
      outcome: 'listingIncomplete',
    });
    expect(nextSyncAt - NOW.getTime()).toBeLessThan(HOUR);
  });

  it.each([
    ['terminated', { state: 'failed', error: { code: 'workflowEnded' } }],
    ['cancelled', { state: 'cancelled', error: null }],
    ['databaseUnavailable', { state: 'failed', error: { code: 'databaseUnavailable' } }],
  ])('closes a run whose workflow was %s before it could close it', async (outcome, run) => {
    const tenant = await stage.play();
    const runId = await tenant.open({ full: true });
    await twice(tenant, () => tenant.perform('scheduleNextRun', { runId, failures: 1, outcome }));
    expect(await tenant.run(runId)).toMatchObject(run);
  });
});

describe('findVanished', () => {
  it('finds who is known and was not listed, as candidates, once each', async () => {
    const tenant = await stage.play();
    tenant.listing.people = numbers(1, 6).map((number) => listed(number));
    await tenant.perform('syncPages', { runId: await tenant.open({ full: true }) });
    tenant.listing.people = numbers(1, 4).map((number) => listed(number));
    const runId = await tenant.open({ full: true });
    await tenant.perform('syncPages', { runId });
    const [first, second] = await twice(tenant, () => tenant.perform('findVanished', { runId }));
    expect(first).toMatchObject({ toProve: 2, cleanUpNeeded: true });
    expect(second).toEqual(first);
    expect(await tenant.employees()).toEqual(numbers(1, 6).map(emailOf));
  });

  it('believes no listing that is empty', async () => {
    const tenant = await stage.play();
    const runId = await tenant.open({ full: true });
    expect(await tenant.perform('syncPages', { runId })).toMatchObject({ next: 'done', read: 0 });
    expect(await failureOf(tenant.perform('findVanished', { runId }))).toMatchObject({
      type: 'listingIncomplete',
      nonRetryable: true,
    });
  });

  it('believes no listing that was not read to its end', async () => {
    const tenant = await stage.play({ deps: { chunkTimeMs: 0 } });
    tenant.listing.people = numbers(1, 6).map((number) => listed(number));
    const runId = await tenant.open({ full: true });
    await tenant.perform('syncPages', { runId });
    expect(await failureOf(tenant.perform('findVanished', { runId }))).toMatchObject({ type: 'listingIncomplete' });
  });
});

describe('settle', () => {
  it('gives an address to whoever held it first, and the same to a second attempt', async () => {
    const tenant = await stage.play();
    tenant.listing.people = [listed(1), listed(2)];
    const earlier = await tenant.open({ full: true });
    await tenant.perform('syncPages', { runId: earlier });
    await tenant.perform('settle', { runId: earlier });
    tenant.listing.people = [listed(1, { mail: 'Person2@contoso.example' }), listed(2)];
    const runId = await tenant.open({ full: true });
    await tenant.perform('syncPages', { runId });
    await twice(tenant, () => tenant.perform('settle', { runId }));
    expect(await tenant.employees()).toEqual(['Person2@contoso.example duplicate', emailOf(2)].toSorted());
    expect((await tenant.run(runId)).counts.duplicates).toBe(1);
  });
});

describe('eraseTenant', () => {
  it('erases the tenant with all that it has, and is done again when it is done', async () => {
    const [tenant, other] = [await stage.play(), await stage.play()];
    for (const each of [tenant, other]) {
      each.listing.people = numbers(1, 3).map((number) => listed(number));
      await each.perform('syncPages', { runId: await each.open() });
    }
    while ((await tenant.perform('eraseTenant', {})).next === 'more');
    const left = await stage.asOwner('select from tenants where id = $1', [tenant.id]);
    expect([left, await tenant.employees()]).toEqual([[], []]);
    expect(await other.employees()).toHaveLength(3);
    expect(await tenant.perform('eraseTenant', {})).toEqual({ next: 'done' });
  });
});

it.each(['findVanished', 'settle', 'cleanUp', 'proveGone'] as const)(
  '%s of a run that has lost its lease writes nothing and says so',
  async (name) => {
    const tenant = await stage.play();
    tenant.listing.people = [listed(1)];
    const runId = await tenant.open({ full: true });
    await tenant.perform('syncPages', { runId });
    await tenant.open({ full: true });
    const before = await tenant.everything();
    expect(await failureOf(tenant.perform(name, { runId }))).toMatchObject({ type: 'interrupted', nonRetryable: true });
    expect(await tenant.everything()).toEqual(before);
  },
);
