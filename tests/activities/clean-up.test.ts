import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import type { RunId } from '../../sync/ids.ts';
import { graphError } from '../entra/scripted-entra.ts';
import { nameOf } from './scripted-listing.ts';
import {
  type ActivityStage,
  cancelled,
  emailOf,
  failureOf,
  input,
  listed,
  numbers,
  openStage,
  type PlayedTenant,
} from './stage.ts';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A tenant of so many employees, and a run whose listing holds only the first `stay` of them. */
async function leaving({ of, stay, ...options }: { of: number; stay: number } & Parameters<ActivityStage['play']>[0]) {
  const tenant = await stage.play({ cleanUp: { enabled: true }, ...options });
  tenant.listing.perPage = 100;
  tenant.listing.people = numbers(1, of).map((number) => listed(number));
  const first = await tenant.open({ now: new Date(0) });
  await tenant.readAll(first);
  await tenant.perform('settle', { runId: first });
  await tenant.perform('closeRun', { runId: first, outcome: 'succeeded' });
  tenant.listing.people = numbers(1, stay).map((number) => listed(number));
  const runId = await tenant.open({ full: true });
  await tenant.readAll(runId);
  await tenant.perform('findVanished', { runId });
  return { tenant, runId };
}

const proofs = async (tenant: PlayedTenant, runId: RunId) =>
  (
    await stage.asOwner<{ proof: number; people: number }>(
      'select proof, count(*)::int as people from planned_removals where tenant_id = $1 and run_id = $2 group by 1 order by 1',
      [tenant.id, runId],
    )
  ).map(({ proof, people }) => [proof, people]);
const PROVEN = 1;

describe('proveGone', () => {
  it('asks for each by id, and a second attempt asks for nobody', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 28 });
    expect(await tenant.perform('proveGone', { runId })).toEqual({ next: 'done' });
    expect(await proofs(tenant, runId)).toEqual([[PROVEN, 2]]);
    const before = await tenant.everything();
    const asked = tenant.listing.asked().length;
    expect(await tenant.perform('proveGone', { runId })).toEqual({ next: 'done' });
    expect(await tenant.everything()).toEqual(before);
    expect(tenant.listing.asked()).toHaveLength(asked);
  });

  it('keeps who is still there, and takes what their answer says', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 28 });
    tenant.listing.unlisted = [listed(29, { mail: 'moved@contoso.example' })];
    await tenant.perform('proveGone', { runId });
    expect(await proofs(tenant, runId)).toEqual([[PROVEN, 1]]);
    expect(await tenant.employees()).toContain('moved@contoso.example');
    expect((await tenant.run(runId)).counts).toMatchObject({ updated: 1, unproven: 0 });
  });

  it('that is disabled meanwhile no longer matches, and is removed on that evidence', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 29 });
    tenant.listing.unlisted = [listed(30, { accountEnabled: false })];
    await tenant.perform('proveGone', { runId });
    await tenant.perform('cleanUp', { runId });
    expect((await tenant.employees()).at(-1)).not.toContain('active');
    expect((await tenant.run(runId)).counts).toMatchObject({ removed: 1 });
  });

  it('goes on in the next chunk where time is spent, with nineteen people a question', async () => {
    const { tenant, runId } = await leaving({ of: 60, stay: 35, deps: { chunkTimeMs: 0 } });
    expect(await tenant.perform('proveGone', { runId })).toEqual({ next: 'more' });
    expect(await proofs(tenant, runId)).toContainEqual([PROVEN, 19]);
    expect(await tenant.perform('proveGone', { runId })).toEqual({ next: 'more' });
    expect(await tenant.perform('proveGone', { runId })).toEqual({ next: 'done' });
    expect(await proofs(tenant, runId)).toEqual([[PROVEN, 25]]);
    expect(tenant.listing.asked().filter((what) => what === 'batch')).toHaveLength(2);
  });

  it('fails the run when too many are still there: the listing was no good, and nobody is removed', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 20 });
    tenant.listing.unlisted = numbers(21, 30).map((number) => listed(number));
    expect(await failureOf(tenant.perform('proveGone', { runId }))).toMatchObject({
      type: 'listingIncomplete',
      nonRetryable: true,
    });
    expect(await tenant.employees()).toHaveLength(30);
  });

  it('leaves a paused tenant as it is', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 28 });
    await stage.asOwner(`update tenants set status = 'paused' where id = $1`, [tenant.id]);
    const before = await tenant.everything();
    expect(await tenant.perform('proveGone', { runId })).toEqual({ next: 'stopped' });
    expect(await tenant.everything()).toEqual(before);
  });

  it('that is cancelled in the middle of a question has stored nothing, and goes on at the next attempt', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 28 });
    const reached = Promise.withResolvers<void>();
    tenant.listing.meet = () => {
      reached.resolve();
      return new Promise(() => undefined);
    };
    const attempt = tenant.attempt('proveGone', input(tenant, runId));
    await reached.promise;
    attempt.cancel();
    await expect(attempt.result).rejects.toSatisfy(cancelled);
    tenant.listing.meet = () => undefined;
    expect(await tenant.perform('proveGone', { runId })).toEqual({ next: 'done' });
    expect(await proofs(tenant, runId)).toEqual([[PROVEN, 2]]);
  });

  it('passes on how long Graph wants us to wait', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 28 });
    tenant.listing.meet = (request) =>
      nameOf(request) === 'batch' ? graphError(429, '', { 'retry-after': '9' }) : undefined;
    expect(await failureOf(tenant.perform('proveGone', { runId }))).toMatchObject({
      type: 'graphThrottled',
      nextRetryDelay: 9_000,
    });
  });
});

describe('cleanUp', () => {
  it('removes who was proven gone, once', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 28 });
    await tenant.perform('proveGone', { runId });
    expect(await tenant.perform('cleanUp', { runId })).toEqual({ next: 'done', eraseDue: false });
    expect((await tenant.run(runId)).counts.removed).toBe(2);
    const before = await tenant.everything();
    expect(await tenant.perform('cleanUp', { runId })).toEqual({ next: 'done', eraseDue: false });
    expect(await tenant.everything()).toEqual(before);
  });

  it('removes nobody who was not proven gone', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 28 });
    await tenant.perform('cleanUp', { runId });
    expect(await tenant.employees()).toEqual(numbers(1, 30).map(emailOf).toSorted());
  });

  it('over the limit is held whole, also at the second attempt', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 20 });
    await tenant.perform('proveGone', { runId });
    expect(await tenant.perform('cleanUp', { runId })).toEqual({ next: 'held', eraseDue: false });
    const before = await tenant.everything();
    expect(await tenant.perform('cleanUp', { runId })).toEqual({ next: 'held', eraseDue: false });
    expect(await tenant.everything()).toEqual(before);
    expect(await tenant.employees()).toHaveLength(30);
    expect((await tenant.run(runId)).counts.removed).toBe(0);
  });

  it('that finds the people of a list that waits already waits with it, also at the second attempt', async () => {
    const { tenant, runId: waiting } = await leaving({ of: 30, stay: 20 });
    await tenant.perform('proveGone', { runId: waiting });
    await tenant.perform('cleanUp', { runId: waiting });
    await tenant.perform('closeRun', { runId: waiting, outcome: 'held' });
    const runId = await tenant.open({ full: true });
    await tenant.readAll(runId);
    for (const name of ['findVanished', 'proveGone'] as const) await tenant.perform(name, { runId });
    expect(await tenant.perform('cleanUp', { runId })).toEqual({ next: 'held', eraseDue: false });
    expect(await tenant.run(runId)).toMatchObject({ waitingRunId: waiting });
    const before = await tenant.everything();
    expect(await tenant.perform('cleanUp', { runId })).toEqual({ next: 'held', eraseDue: false });
    expect(await tenant.everything()).toEqual(before);
    expect(await tenant.run(waiting)).toMatchObject({ state: 'held', decision: null });
  });

  it('of an approved list proves each again and removes them, however many', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 20 });
    await tenant.perform('proveGone', { runId });
    await tenant.perform('cleanUp', { runId });
    await tenant.perform('closeRun', { runId, outcome: 'held' });
    await tenant.inTransaction((tx) => decideCleanUp(tenant.id, tx, runId, 'approved'));
    tenant.listing.people = [...tenant.listing.people, listed(30)]; // came back meanwhile

    const approved = await tenant.open({ trigger: 'approval', approves: runId });
    expect(await tenant.perform('findVanished', { runId: approved })).toMatchObject({ toProve: 10 });
    expect(await tenant.perform('proveGone', { runId: approved })).toEqual({ next: 'done' });
    expect(await tenant.perform('cleanUp', { runId: approved })).toEqual({ next: 'done', eraseDue: false });
    expect((await tenant.run(approved)).counts).toMatchObject({ removed: 9 });
    const before = await tenant.everything();
    expect(await tenant.perform('cleanUp', { runId: approved })).toEqual({ next: 'done', eraseDue: false });
    expect(await tenant.everything()).toEqual(before);
  });

  it('of an approved list asks which directory answers first', async () => {
    const { tenant, runId } = await leaving({ of: 30, stay: 20 });
    await tenant.perform('proveGone', { runId });
    await tenant.perform('cleanUp', { runId });
    await tenant.perform('closeRun', { runId, outcome: 'held' });
    const approved = await tenant.open({ trigger: 'approval', approves: runId });
    await tenant.perform('findVanished', { runId: approved });
    tenant.listing.entraTenantId = '1b9c3f8e-6e70-4f4d-8f0e-1c1c2b1a0d9f' as typeof tenant.listing.entraTenantId;
    expect(await failureOf(tenant.perform('proveGone', { runId: approved }))).toMatchObject({ type: 'wrongDirectory' });
    expect(tenant.listing.asked().at(-1)).toBe('organization');
  });
});
