import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import { countPeopleOnce } from '../../db/count-people-once.ts';
import { lockRun } from '../../db/lock-run.ts';
import { readRunWork } from '../../db/read-run-work.ts';
import { restartListing } from '../../db/restart-listing.ts';
import type { RunId } from '../../sync/ids.ts';
import { NOW, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const disabled = (n: number) => person(n, { accountEnabled: false });
const restart = (tenant: TestTenant, run: RunId, backOneLink = false) =>
  tenant.inTransaction((tx) => restartListing(tenant.id, tx, run, backOneLink ? 'oneLinkBack' : 'start', 'refused'));
const countOnce = (tenant: TestTenant, run: RunId) => tenant.inTransaction((tx) => countPeopleOnce(tenant.id, tx, run));
const pagesOf = (tenant: TestTenant) =>
  stage.asOwner(
    `select page, xmin::text, encode(outcomes, 'hex') as outcomes from listing_pages where tenant_id = $1 order by page`,
    [tenant.id],
  );

describe('a listing that lost its place', () => {
  it('goes back one link, keeps what it read, and reads on from there', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, persons(1, 2), { last: false });
    await tenant.page(run, persons(3, 4), { last: false });
    expect(await restart(tenant, run, true)).toEqual({ phase: 'listing', link: 'next-1', page: 3, read: 4, from: 0 });
    await tenant.page(run, persons(3, 4), { last: false });
    await tenant.page(run, persons(5, 6));
    await countOnce(tenant, run);
    expect((await tenant.run(run)).counts).toMatchObject({ read: 6, created: 6, updated: 0, unchanged: 0 });
  });

  it('or begins again: whom it read counts anew, what was written stays counted', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, [...persons(1, 3), disabled(9)], { last: false });
    expect(await restart(tenant, run)).toEqual({ phase: 'listing', link: undefined, page: 2, read: 0, from: 0 });
    expect((await tenant.run(run)).counts).toMatchObject({ read: 0, skipped: {}, created: 3 });
    expect(await pagesOf(tenant)).toEqual([]);
    await tenant.page(run, [...persons(1, 4), disabled(9)]);
    await countOnce(tenant, run);
    expect((await tenant.run(run)).counts).toMatchObject({
      read: 5,
      created: 4,
      unchanged: 0,
      updated: 0,
      skipped: { disabled: 1 },
    });
  });

  it('forgets who was to leave when it begins again, for they may match now', async () => {
    const tenant = await stage.tenant();
    await tenant.page(await tenant.open(), persons(1, 2));
    const run = await tenant.open();
    await tenant.page(run, [disabled(1)], { last: false });
    await restart(tenant, run);
    expect(await stage.asOwner('select from planned_removals where tenant_id = $1', [tenant.id])).toEqual([]);
  });

  it('may go back once, and again only after a restart', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    const marks = () =>
      stage.asOwner('select went_back, previous_link, restarts from sync_runs where tenant_id = $1', [tenant.id]);
    await tenant.page(run, persons(1, 1), { last: false });
    await tenant.page(run, persons(2, 2), { last: false });
    await restart(tenant, run, true);
    expect(await marks()).toEqual([{ went_back: true, previous_link: null, restarts: 0 }]);
    await restart(tenant, run);
    expect(await marks()).toEqual([{ went_back: false, previous_link: null, restarts: 1 }]);
  });

  it('and that somebody is missing from stays so to its end, and is forgotten when it begins again', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    const isIncomplete = async () => (await tenant.inTransaction((tx) => lockRun(tenant.id, tx, run)))?.incomplete;
    expect(await isIncomplete()).toBe(false);
    await tenant.page(run, persons(1, 1), { last: false, complete: false });
    await tenant.page(run, persons(2, 2), { last: false });
    await restart(tenant, run, true);
    expect(await isIncomplete()).toBe(true);
    await restart(tenant, run);
    expect(await isIncomplete()).toBe(false);
  });

  it('moves its page on, so that an attempt which still reads from the old place finds itself out of it', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    const pageOf = async () => (await tenant.inTransaction((tx) => readRunWork(tenant.id, tx, run)))?.page;
    await tenant.page(run, persons(1, 2), { last: false });
    const old = await pageOf();
    await restart(tenant, run);
    expect(await pageOf()).toBeGreaterThan(old ?? 0);
  });

  it('leaves the listing of other runs and tenants alone', async () => {
    const [tenant, other] = [await stage.tenant(), await stage.tenant()];
    await other.page(await other.open(), persons(1, 2));
    const good = await tenant.open();
    await tenant.page(good, persons(1, 2));
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, good, { outcome: 'succeeded', now: NOW }));
    const [theirs, earlier] = [await pagesOf(other), await pagesOf(tenant)];
    const run = await tenant.open();
    await tenant.page(run, persons(1, 2), { last: false });
    await restart(tenant, run);
    expect(await pagesOf(other)).toEqual(theirs);
    expect(await pagesOf(tenant)).toEqual(earlier);
  });
});

describe('people count once', () => {
  it('and nothing is written where everybody stands once', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, persons(1, 3), { last: false });
    await tenant.page(run, persons(4, 6));
    const [pages, counts] = [await pagesOf(tenant), (await tenant.run(run)).counts];
    await countOnce(tenant, run);
    expect(await pagesOf(tenant)).toEqual(pages);
    expect((await tenant.run(run)).counts).toEqual(counts);
  });

  it('who shifted to another page while they were read, by what was read last', async () => {
    const tenant = await stage.tenant();
    await tenant.page(await tenant.open(), persons(1, 4));
    const run = await tenant.open();
    await tenant.page(run, [person(1), person(2), disabled(3)], { last: false });
    await tenant.page(run, [disabled(2), person(3), person(4)]);
    await countOnce(tenant, run);
    expect((await tenant.run(run)).counts).toMatchObject({
      read: 4,
      unchanged: 3,
      updated: 0,
      skipped: { disabled: 1 },
    });
    expect((await pagesOf(tenant)).map(({ outcomes }) => outcomes)).toEqual(['0002ff02ff02', '0a0200020002']);
  });

  it('who were created on one page and updated on the next are created', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, [person(1)], { last: false });
    await tenant.page(run, [person(1, { properties: { city: 'Oslo' } })]);
    await countOnce(tenant, run);
    expect((await tenant.run(run)).counts).toMatchObject({ read: 1, created: 1, updated: 0, unchanged: 0 });
  });

  it('however often it is done', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, [person(1), disabled(2)], { last: false });
    await tenant.page(run, [person(1), disabled(2), person(3)]);
    await countOnce(tenant, run);
    const [pages, counts] = [(await pagesOf(tenant)).map(({ outcomes }) => outcomes), (await tenant.run(run)).counts];
    await countOnce(tenant, run);
    expect((await pagesOf(tenant)).map(({ outcomes }) => outcomes)).toEqual(pages);
    expect((await tenant.run(run)).counts).toEqual(counts);
    expect(counts).toMatchObject({ read: 3, created: 2, skipped: { disabled: 1 } });
  });
});
