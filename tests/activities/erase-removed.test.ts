import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removePeople } from '../db/remove-people.ts';
import { NOW, oid, person, persons } from '../db/stage.ts';
import { type ActivityStage, failureOf, openStage, type PlayedTenant } from './stage.ts';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const DAY = 24 * 3_600_000;

/** So many employees, of whom the first few were removed that many days before now. */
async function removedDaysAgo(days: number, { people = 3, gone = [1, 2], cleanUp = {} } = {}): Promise<PlayedTenant> {
  const tenant = await stage.play({ cleanUp: { enabled: true, ...cleanUp } });
  await tenant.page(await tenant.open(), persons(1, people));
  await removePeople(tenant, gone.map(oid), new Date(NOW.getTime() - days * DAY));
  return tenant;
}
const withAddress = async (tenant: PlayedTenant) =>
  (await tenant.employees()).filter((each) => each.includes('@')).length;

describe('eraseRemoved', () => {
  it('erases whose time is over, and a second attempt changes nothing', async () => {
    const tenant = await removedDaysAgo(30);
    const runId = await tenant.open();
    expect(await tenant.perform('eraseRemoved', { runId })).toEqual({ next: 'done' });
    expect(await withAddress(tenant)).toBe(1);
    const before = await tenant.everything();
    expect(await tenant.perform('eraseRemoved', { runId })).toEqual({ next: 'done' });
    expect(await tenant.everything()).toEqual(before);
  });

  it('goes batch by batch where there are many', async () => {
    const people = 1500;
    const tenant = await removedDaysAgo(31, {
      people,
      gone: Array.from({ length: people - 1 }, (_, index) => index + 1),
    });
    const runId = await tenant.open();
    expect(await tenant.perform('eraseRemoved', { runId })).toEqual({ next: 'more' });
    expect(await withAddress(tenant)).toBe(500);
    expect(await tenant.perform('eraseRemoved', { runId })).toEqual({ next: 'done' });
    expect(await withAddress(tenant)).toBe(1);
  });

  it('of a run that has lost its lease erases nobody and says so', async () => {
    const tenant = await removedDaysAgo(30);
    const runId = await tenant.open();
    await tenant.open();
    const before = await tenant.everything();
    expect(await failureOf(tenant.perform('eraseRemoved', { runId }))).toMatchObject({
      type: 'interrupted',
      nonRetryable: true,
    });
    expect(await tenant.everything()).toEqual(before);
  });
});

describe('that somebody is to be erased', () => {
  it.each([
    [29, false],
    [30, true],
  ])('is told after the listing: removed %d days ago, %s', async (days, eraseDue) => {
    const tenant = await removedDaysAgo(days);
    const runId = await tenant.open();
    await tenant.page(runId, persons(3, 3));
    expect(await tenant.perform('findVanished', { runId })).toMatchObject({ eraseDue });
  });

  it.each([
    [0, true],
    [1, false],
  ])('is told by the clean-up that removes them, where people are kept for %d days: %s', async (retentionDays, due) => {
    const tenant = await removedDaysAgo(0, { gone: [], cleanUp: { retentionDays } });
    const runId = await tenant.open();
    await tenant.page(runId, [person(1, { accountEnabled: false }), ...persons(2, 3)]);
    expect(await tenant.perform('findVanished', { runId })).toMatchObject({ cleanUpNeeded: true, eraseDue: false });
    expect(await tenant.perform('cleanUp', { runId })).toEqual({ next: 'done', eraseDue: due });
    expect(await tenant.perform('cleanUp', { runId })).toEqual({ next: 'done', eraseDue: due });
  });
});
