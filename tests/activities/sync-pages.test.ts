import { ApplicationFailureCategory } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestPreview } from '../db/open-test-preview.ts';
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

/** A directory of six people on three pages, and a run that has read nothing yet. */
async function sixPeople(options?: Parameters<ActivityStage['play']>[0]) {
  const tenant = await stage.play(options);
  tenant.listing.people = numbers(1, 6).map((number) => listed(number));
  return { tenant, runId: await tenant.open({ full: true }) };
}
const everybody = numbers(1, 6).map(emailOf);

/** Holds the answer to a request back until it is let go; `reached`: somebody waits for it. */
function holdBack(tenant: PlayedTenant, what: string) {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let held = false;
  tenant.listing.meet = async (request) => {
    if (held || nameOf(request) !== what) return undefined;
    held = true;
    reached.resolve();
    await released.promise;
    return undefined;
  };
  return { reached: reached.promise, letGo: released.resolve };
}

const pagesAsked = (tenant: PlayedTenant) => tenant.listing.asked().filter((what) => what.startsWith('page'));

describe('a listing', () => {
  it('is read to its end, page by page, and everybody is stored once', async () => {
    const { tenant, runId } = await sixPeople();
    expect(await tenant.perform('syncPages', { runId })).toEqual({ next: 'done', read: 6, expected: 6 });
    expect(await tenant.employees()).toEqual(everybody);
    expect((await tenant.run(runId)).counts).toMatchObject({ read: 6, created: 6, updated: 0, unchanged: 0 });
    expect(tenant.listing.asked()).toEqual(['organization', 'watermark', 'count', 'page 1', 'page 2', 'page 3']);
  });

  it('begins with what the directory is called now, and a preview leaves that as it was', async () => {
    const { tenant, runId } = await sixPeople();
    const { name } = await tenant.row();
    await tenant.perform('syncPages', { runId });
    expect((await tenant.row()).directoryName).toBe('Contoso');
    tenant.listing.name = 'Contoso and Sons';
    await tenant.perform('syncPages', { runId: await openTestPreview(tenant) });
    expect((await tenant.row()).directoryName).toBe('Contoso');
    const next = await tenant.open();
    for (let twice = 0; twice < 2; twice++) await tenant.perform('syncPages', { runId: next });
    expect(await tenant.row()).toMatchObject({ directoryName: 'Contoso and Sons', name });
  });

  it('that was read to its end is not read again by a second attempt, which changes nothing', async () => {
    const { tenant, runId } = await sixPeople();
    await tenant.perform('syncPages', { runId });
    const before = await tenant.everything();
    expect(await tenant.perform('syncPages', { runId })).toEqual({ next: 'done', read: 6, expected: 6 });
    expect(await tenant.everything()).toEqual(before);
    expect(pagesAsked(tenant)).toHaveLength(3);
  });

  it('without a count is read all the same', async () => {
    const { tenant, runId } = await sixPeople();
    tenant.listing.meet = (request) => (nameOf(request) === 'count' ? graphError(400, '') : undefined);
    expect(await tenant.perform('syncPages', { runId })).toEqual({ next: 'done', read: 6, expected: null });
  });

  it('has its next two pages fetched while one is written, and no more', async () => {
    const { tenant, runId } = await sixPeople();
    tenant.listing.perPage = 1;
    const [locked, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { reached, letGo } = holdBack(tenant, 'page 1');
    const syncing = tenant.perform('syncPages', { runId });
    await reached;
    const holding = tenant.inTransaction(async (tx) => {
      await tx.query('select from tenants where id = $1 for update', [tenant.id]);
      locked.resolve();
      await done.promise;
    });
    await locked.promise;
    letGo();
    await vi.waitFor(() => expect(pagesAsked(tenant)).toEqual(['page 1', 'page 2', 'page 3']), { timeout: 5_000 });
    expect(await tenant.employees()).toEqual([]);
    expect(pagesAsked(tenant)).toHaveLength(3);
    done.resolve();
    await holding;
    expect(await syncing).toMatchObject({ next: 'done', read: 6 });
  });

  it('is not written at another link under a number that a crash of the database has taken back', async () => {
    const { tenant, runId } = await sixPeople();
    const { reached, letGo } = holdBack(tenant, 'page 1');
    const syncing = tenant.perform('syncPages', { runId });
    await reached;
    await stage.asOwner(
      `update sync_runs set cursor_link = 'https://elsewhere.example' where tenant_id = $1 and id = $2`,
      [tenant.id, runId],
    );
    letGo();
    expect(await syncing).toMatchObject({ next: 'more', read: 0 });
    expect(await tenant.employees()).toEqual([]);
  });

  it('in which somebody comes twice stores them once', async () => {
    const { tenant, runId } = await sixPeople();
    tenant.listing.people = [1, 2, 2, 3].map((number) => listed(number));
    await tenant.perform('syncPages', { runId });
    expect(await tenant.employees()).toEqual([1, 2, 3].map(emailOf));
    expect((await tenant.run(runId)).counts).toMatchObject({ created: 3, updated: 0 });
  });
});

describe('a chunk whose time is spent', () => {
  it('ends after the page in hand, and the next goes on there: no page is asked for twice', async () => {
    const { tenant, runId } = await sixPeople({ deps: { chunkTimeMs: 0 } });
    expect(await tenant.perform('syncPages', { runId })).toEqual({ next: 'more', read: 2, expected: 6 });
    expect(pagesAsked(tenant)).toEqual(['page 1']);
    expect(await tenant.perform('syncPages', { runId })).toEqual({ next: 'more', read: 4, expected: 6 });
    expect(await tenant.perform('syncPages', { runId })).toEqual({ next: 'done', read: 6, expected: 6 });
    expect(pagesAsked(tenant)).toEqual(['page 1', 'page 2', 'page 3']);
    expect(tenant.listing.asked().filter((what) => what === 'organization')).toHaveLength(1);
  });
});

it('a chunk whose process is told to end stops after the page in hand', async () => {
  const { tenant, runId } = await sixPeople({ deps: { stopping: AbortSignal.abort() } });
  expect(await tenant.perform('syncPages', { runId })).toEqual({ next: 'more', read: 2, expected: 6 });
  expect(pagesAsked(tenant)).toEqual(['page 1']);
});

describe('an attempt that is cancelled between pages', () => {
  it('leaves the pages that were written, and the next attempt goes on behind them', async () => {
    const { tenant, runId } = await sixPeople();
    const { reached } = holdBack(tenant, 'page 2');
    const attempt = tenant.attempt('syncPages', input(tenant, runId));
    await reached;
    await vi.waitFor(async () => expect(await tenant.employees()).toHaveLength(2), { timeout: 30_000 });
    attempt.cancel();
    await expect(attempt.result).rejects.toSatisfy(cancelled);
    expect(await tenant.employees()).toEqual([1, 2].map(emailOf));

    expect(await tenant.perform('syncPages', { runId })).toMatchObject({ next: 'done', read: 6 });
    expect(pagesAsked(tenant)).toEqual(['page 1', 'page 2', 'page 2', 'page 3']);
    expect((await tenant.run(runId)).counts).toMatchObject({ read: 6, created: 6, updated: 0 });
  });
});

describe('an attempt that Temporal has given up and that lives on', () => {
  it('writes nothing that another attempt has written, and leaves the run to it', async () => {
    const { tenant, runId } = await sixPeople();
    const { reached, letGo } = holdBack(tenant, 'page 2');
    const zombie = tenant.attempt('syncPages', input(tenant, runId));
    await reached;
    await vi.waitFor(async () => expect(await tenant.employees()).toHaveLength(2), { timeout: 30_000 });
    expect(await tenant.perform('syncPages', { runId }, { attempt: 2 })).toMatchObject({ next: 'done', read: 6 });
    const before = await tenant.everything();
    letGo();
    expect(await zombie.result).toMatchObject({ next: 'more' });
    expect(await tenant.everything()).toEqual(before);
    expect((await tenant.run(runId)).counts).toMatchObject({ read: 6, created: 6 });
  });

  it('does not put the listing back that another attempt goes on with', async () => {
    const { tenant, runId } = await sixPeople();
    const { reached, letGo } = holdBack(tenant, 'page 3');
    const hold = tenant.listing.meet;
    let asked = 0;
    tenant.listing.meet = async (request) => {
      if (nameOf(request) !== 'page 3' || ++asked > 1) return undefined;
      await hold(request);
      return graphError(400, 'Directory_ExpiredPageToken');
    };
    const zombie = tenant.attempt('syncPages', input(tenant, runId));
    await reached;
    await vi.waitFor(async () => expect(await tenant.employees()).toHaveLength(4), { timeout: 30_000 });
    await tenant.perform('syncPages', { runId }, { attempt: 2 });
    const before = await tenant.everything();
    letGo();
    expect(await zombie.result).toMatchObject({ next: 'more' });
    expect(await tenant.everything()).toEqual(before);
  });

  it('stops as interrupted when a newer run has taken the lease', async () => {
    const { tenant, runId } = await sixPeople();
    const { reached, letGo } = holdBack(tenant, 'page 2');
    const old = tenant.attempt('syncPages', input(tenant, runId));
    await reached;
    await vi.waitFor(async () => expect(await tenant.employees()).toHaveLength(2), { timeout: 30_000 });
    const newer = await tenant.open({ full: true });
    letGo();
    expect(await failureOf(old.result)).toMatchObject({ type: 'interrupted', nonRetryable: true });
    expect(await tenant.employees()).toEqual([1, 2].map(emailOf));
    expect(await tenant.run(runId)).toMatchObject({ state: 'failed', error: { code: 'interrupted' } });
    expect(await tenant.run(newer)).toMatchObject({ state: 'running', counts: { read: 0 } });
  });
});

it('a run that has ended is not gone on with', async () => {
  const { tenant, runId } = await sixPeople();
  await tenant.perform('closeRun', { runId, outcome: 'cancelled' });
  expect(await failureOf(tenant.perform('syncPages', { runId }))).toMatchObject({ type: 'interrupted' });
  expect(tenant.listing.asked()).toEqual([]);
});

describe.each(['paused', 'unlinked', 'offboarding'] as const)(
  'a tenant that is %s in the middle of a run',
  (status) => {
    it('is left at the page border, and nothing more is written', async () => {
      const { tenant, runId } = await sixPeople();
      const { reached, letGo } = holdBack(tenant, 'page 2');
      const attempt = tenant.attempt('syncPages', input(tenant, runId));
      await reached;
      await vi.waitFor(async () => expect(await tenant.employees()).toHaveLength(2), { timeout: 30_000 });
      await stage.asOwner('update tenants set status = $2 where id = $1', [tenant.id, status]);
      letGo();
      expect(await attempt.result).toEqual({ next: 'stopped', read: 2, expected: 6 });
      expect(await tenant.employees()).toEqual([1, 2].map(emailOf));
    });
  },
);

// https://learn.microsoft.com/en-us/graph/paging
describe('a place in the listing that Graph refuses', () => {
  /** Refuses a page so many times, then gives it. */
  const refuse = (tenant: PlayedTenant, what: string, times: number) => {
    let refused = 0;
    tenant.listing.meet = (request) =>
      nameOf(request) === what && ++refused <= times ? graphError(400, 'Directory_ExpiredPageToken') : undefined;
  };

  it('is gone back from by one link, once: everybody is there and counted once', async () => {
    const { tenant, runId } = await sixPeople();
    refuse(tenant, 'page 3', 1);
    expect(await tenant.perform('syncPages', { runId })).toMatchObject({ next: 'done' });
    expect(pagesAsked(tenant)).toEqual(['page 1', 'page 2', 'page 3', 'page 2', 'page 3']);
    await tenant.perform('findVanished', { runId });
    expect((await tenant.run(runId)).counts).toMatchObject({ read: 6, created: 6, updated: 0, unchanged: 0 });
  });

  it('is begun again from the start when it is refused again, and people are counted anew', async () => {
    const { tenant, runId } = await sixPeople();
    refuse(tenant, 'page 3', 2);
    expect(await tenant.perform('syncPages', { runId })).toEqual({ next: 'done', read: 6, expected: 6 });
    expect(pagesAsked(tenant)).toEqual([...[1, 2, 3, 2, 3], ...[1, 2, 3]].map((page) => `page ${page}`));
    expect((await tenant.run(runId)).counts).toMatchObject({ read: 6, created: 6, updated: 0 });
  });

  it('is begun again at most five times, then the run is given up', async () => {
    const { tenant, runId } = await sixPeople();
    refuse(tenant, 'page 2', Infinity);
    expect(await failureOf(tenant.perform('syncPages', { runId }))).toMatchObject({
      type: 'listingKeepsRestarting',
      nonRetryable: true,
    });
    expect(pagesAsked(tenant).filter((what) => what === 'page 1')).toHaveLength(6);
  });

  it('is begun again at most five times over all attempts of a run', async () => {
    const { tenant, runId } = await sixPeople({ deps: { chunkTimeMs: 0 } });
    refuse(tenant, 'page 2', Infinity);
    const attempts = numbers(1, 20);
    let ended: string | undefined;
    for (const attempt of attempts) {
      ended = await tenant.perform('syncPages', { runId }, { attempt }).then(
        () => undefined,
        (err: { type: string }) => err.type,
      );
      if (ended !== undefined) break;
    }
    expect(ended).toBe('listingKeepsRestarting');
    expect(pagesAsked(tenant).filter((what) => what === 'page 1')).toHaveLength(6);
  });
});

describe('a link that must not be followed', () => {
  it.each([
    ['to an earlier page', '/v1.0/users?$skiptoken=2'],
    ['to another host', 'https://graph.attacker.example/v1.0/users?$skiptoken=4'],
  ])('%s ends the run', async (_where, link) => {
    const { tenant, runId } = await sixPeople();
    tenant.listing.meet = (request) => {
      if (nameOf(request) !== 'page 3') return undefined;
      const next = link.startsWith('/') ? `https://${request.headers.host}${link}` : link;
      return { json: { value: [listed(5)], '@odata.nextLink': next } };
    };
    expect(await failureOf(tenant.perform('syncPages', { runId }))).toMatchObject({
      type: 'untrustedLink',
      nonRetryable: true,
    });
    expect(pagesAsked(tenant)).toEqual(['page 1', 'page 2', 'page 3']);
  });
});

// https://learn.microsoft.com/en-us/graph/throttling
describe('throttling', () => {
  it.each([
    ['names its wait to Temporal', { 'retry-after': '17' }, 17_000],
    ['in fractions of a second is not cut short', { 'retry-after': '2.128' }, 2_128],
    ['without a wait is left to the usual back-off', {}, undefined],
  ])('%s, counts as no failure, and the next attempt goes on', async (_guarantee, headers, nextRetryDelay) => {
    const { tenant, runId } = await sixPeople();
    let asked = 0;
    tenant.listing.meet = (request) =>
      nameOf(request) === 'page 2' && ++asked === 1 ? graphError(429, 'TooManyRequests', headers) : undefined;
    const failure = await failureOf(tenant.perform('syncPages', { runId }));
    expect(failure).toMatchObject({ type: 'graphThrottled', nonRetryable: false });
    expect(failure.category).toBe(ApplicationFailureCategory.BENIGN);
    expect(failure.nextRetryDelay ?? undefined).toBe(nextRetryDelay);
    expect(await tenant.employees()).toEqual([1, 2].map(emailOf));
    expect(await tenant.perform('syncPages', { runId }, { attempt: 2 })).toMatchObject({ next: 'done', read: 6 });
    expect(pagesAsked(tenant)).toEqual(['page 1', 'page 2', 'page 2', 'page 3']);
  });
});

it('people of another directory are never read', async () => {
  const { tenant, runId } = await sixPeople();
  tenant.listing.entraTenantId = '1b9c3f8e-6e70-4f4d-8f0e-1c1c2b1a0d9f' as typeof tenant.listing.entraTenantId;
  expect(await failureOf(tenant.perform('syncPages', { runId }))).toMatchObject({
    type: 'wrongDirectory',
    nonRetryable: true,
  });
  expect(tenant.listing.asked()).toEqual(['organization']);
});

describe('a directory that does not know Rollcall', () => {
  const unknown = (tenant: PlayedTenant) => {
    tenant.listing.meet = () => graphError(401, 'Authorization_IdentityNotFound');
  };
  /** How long ago it was linked, at the time of the attempt. */
  const linked = (tenant: PlayedTenant, minutesAgo: number) =>
    stage.asOwner(`update tenants set linked_at = $2::timestamptz - make_interval(mins => $3) where id = $1`, [
      tenant.id,
      '2026-05-04T09:00:00Z',
      minutesAgo,
    ]);

  it('is waited for within five minutes of linking: Microsoft spreads a consent slowly', async () => {
    const { tenant, runId } = await sixPeople();
    await linked(tenant, 4);
    unknown(tenant);
    expect(await failureOf(tenant.perform('syncPages', { runId }))).toMatchObject({
      ...{ type: 'consentNotYetSpread', nonRetryable: false, nextRetryDelay: 15_000 },
      category: ApplicationFailureCategory.BENIGN,
    });
  });

  it.each(['later', 'once it has worked'])('has withdrawn its consent: %s', async (when) => {
    const { tenant, runId } = await sixPeople();
    await linked(tenant, when === 'later' ? 6 : 4);
    if (when !== 'later') await stage.asOwner('update tenants set last_synced_at = now() where id = $1', [tenant.id]);
    unknown(tenant);
    expect(await failureOf(tenant.perform('syncPages', { runId }))).toMatchObject({
      type: 'consentWithdrawn',
      nonRetryable: true,
    });
  });
});

it('a slow page is no death: heartbeats go on meanwhile, thrice within the time-out', async () => {
  const { tenant, runId } = await sixPeople();
  const { reached, letGo } = holdBack(tenant, 'page 1');
  const attempt = tenant.attempt('syncPages', input(tenant, runId), { heartbeatTimeoutMs: 60 });
  await reached;
  await vi.waitFor(() => expect(attempt.heartbeats()).toBeGreaterThanOrEqual(3), { timeout: 30_000 });
  letGo();
  await attempt.result;
});
