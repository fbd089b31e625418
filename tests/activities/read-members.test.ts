import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import type { EntraGroupId, RunId } from '../../sync/ids.ts';
import { answerBatch, notFound } from '../entra/answer-batch.ts';
import { graphError, objectId } from '../entra/scripted-entra.ts';
import type { Reply, SeenRequest } from '../entra/scripted-host.ts';
import { type ActivityStage, cancelled, emailOf, failureOf, input, listed, numbers, openStage } from './stage.ts';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const GROUPS = ['a', 'b'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000001` as EntraGroupId); // GUIDs
const PER_PAGE = 2;

/** Eight people, and two groups: the first five, and those from four to six, on pages of two. */
async function twoGroups(options?: Parameters<ActivityStage['play']>[0]) {
  const tenant = await stage.play({ cleanUp: { enabled: true, maxRemovalsPercent: 100 }, ...options });
  tenant.listing.people = numbers(1, 8).map((number) => listed(number));
  const members = [numbers(1, 5), numbers(4, 6)];
  const asked: string[] = [];
  let meet: (url: string) => Reply | undefined | Promise<Reply | undefined> = () => undefined;
  tenant.listing.meet = async (request) => {
    const url = request.url + request.body;
    if (/groups\/[^/]*\?/.test(url)) return groupsThere(request);
    if (!/transitiveMember/.test(url)) return undefined;
    asked.push(nameOf(request));
    return (await meet(nameOf(request))) ?? answer(request, members);
  };
  await tenant.inTransaction(async (tx) => {
    const { version, settings } = await readIntegration(tenant.id, tx);
    const filters = { ...settings.filters, groups: GROUPS };
    await saveIntegration(tenant.id, tx, version, { ...settings, filters });
  });
  const runToEnd = async (runId: RunId) => {
    await tenant.readAll(runId);
    const { toProve } = await tenant.perform('findVanished', { runId });
    if (toProve > 0) await tenant.perform('proveGone', { runId });
    await tenant.perform('cleanUp', { runId });
    await tenant.perform('closeRun', { runId, outcome: 'succeeded' });
  };
  return {
    ...{ tenant, members, asked, runToEnd },
    meet: (by: typeof meet) => (meet = by),
    runId: await tenant.open(),
  };
}

const groupsThere = (request: SeenRequest): Reply =>
  answerBatch(request, (url) => ({
    status: 200,
    body: { id: GROUPS.find((id) => url.includes(id)), displayName: 'x' },
  }));

/** `a1` is the first page of the first group; `batch`: people who are asked what groups they are in. */
const nameOf = ({ url, method }: SeenRequest): string =>
  method === 'POST' ? 'batch' : `${/groups\/(.)/.exec(url)?.[1]}${/skiptoken=(\d)/.exec(url)?.[1] ?? 1}`;

function answer(request: SeenRequest, members: readonly (readonly number[])[]): Reply {
  if (request.method === 'POST') {
    return answerBatch(request, (url) => {
      const number = Number(/8000-0*(\d+)/.exec(url)?.[1]);
      if (number > 8) return notFound;
      const value = GROUPS.filter((_, index) => members[index]?.includes(number)).map((id) => ({ id }));
      return { status: 200, body: { ...listed(number), value } };
    });
  }
  const of = members[GROUPS.findIndex((id) => request.url.includes(id))] ?? [];
  const page = Number(nameOf(request).slice(1));
  const origin = `https://${request.headers.host}`;
  const next = `${origin}${request.url.replace(/&\$skiptoken=.*/, '')}&$skiptoken=${page + 1}`;
  return {
    json: {
      value: of.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((number) => ({ id: objectId(number) })),
      ...(page * PER_PAGE < of.length && { '@odata.nextLink': next }),
    },
  };
}

describe('the members of chosen groups', () => {
  it('are read to the end of each group before anybody is judged, and not again by a second attempt', async () => {
    const { tenant, runId, asked } = await twoGroups();
    await tenant.readAll(runId);
    expect(asked).toEqual(['a1', 'a2', 'a3', 'b1', 'b2']);
    expect(tenant.listing.asked().slice(0, 2)).toEqual(['organization', expect.anything()]);
    expect(await tenant.employees()).toEqual(numbers(1, 6).map(emailOf));
    const before = await tenant.everything();
    await tenant.readAll(runId);
    expect(await tenant.everything()).toEqual(before);
    expect(asked).toHaveLength(5);
  });

  it('go on at the page that a worker which was cut off had not stored', async () => {
    const { tenant, runId, asked, meet } = await twoGroups();
    const reached = Promise.withResolvers<void>();
    meet((name) => {
      if (name !== 'a2') return undefined;
      reached.resolve();
      return new Promise(() => undefined);
    });
    const attempt = tenant.attempt('syncPages', input(tenant, runId));
    const ended = attempt.result.catch((err: unknown) => err);
    await reached.promise;
    attempt.cancel();
    expect(cancelled(await ended)).toBe(true);
    expect(await tenant.employees()).toEqual([]);
    meet(() => undefined);
    await tenant.readAll(runId);
    expect(asked).toEqual(['a1', 'a2', 'a2', 'a3', 'b1', 'b2']);
    expect(await tenant.employees()).toEqual(numbers(1, 6).map(emailOf));
  });

  it('are read a page a chunk where chunks are short, and by two workers at once as by one', async () => {
    const { tenant, runId } = await twoGroups({ deps: { chunkTimeMs: 0 } });
    expect(await tenant.perform('syncPages', { runId })).toMatchObject({ next: 'more', read: 0 });
    await Promise.all([tenant.readAll(runId), tenant.readAll(runId)]);
    expect(await tenant.employees()).toEqual(numbers(1, 6).map(emailOf));
    expect((await tenant.run(runId)).counts).toMatchObject({ read: 8, created: 6, skipped: { group: 2 } });
  });

  it('count as nothing where a later page fails, and the run removes nobody', async () => {
    const { tenant, runId, runToEnd, members, meet } = await twoGroups();
    await runToEnd(runId);
    members[0] = [1, 2, 3];
    const next = await tenant.open();
    meet((name) => (name === 'b1' ? graphError(404, 'Request_ResourceNotFound') : undefined));
    const failure = await failureOf(tenant.perform('syncPages', { runId: next }));
    expect(failure).toMatchObject({ type: 'groupGone', nonRetryable: true });
    await tenant.perform('closeRun', { runId: next, outcome: 'failed', code: 'groupGone' });
    expect(await tenant.employees()).toEqual(numbers(1, 6).map(emailOf));
    // What the failed run had read is forgotten; the next one compares with the last good one.
    meet(() => undefined);
    members[0] = [1, 2, 3, 4, 5, 7];
    const last = await tenant.open();
    await runToEnd(last);
    expect((await tenant.run(last)).counts).toMatchObject({ read: 1, created: 1, removed: 0 });
  });

  it('whose place keeps being lost end the run after five new beginnings', async () => {
    const { tenant, runId, asked, meet } = await twoGroups();
    meet((name) => (name === 'a2' ? graphError(400, 'Directory_ExpiredPageToken') : undefined));
    expect(await failureOf(tenant.readAll(runId))).toMatchObject({ type: 'listingKeepsRestarting' });
    expect(asked.filter((name) => name === 'a1')).toHaveLength(6);
  });

  it('that have no end are given up', async () => {
    const { tenant, runId } = await twoGroups();
    await stage.asOwner('update sync_runs set scope_page = 10001 where tenant_id = $1', [tenant.id]);
    expect(await failureOf(tenant.perform('syncPages', { runId }))).toMatchObject({ type: 'listingEndless' });
  });

  it('stop at a page border when the tenant is paused', async () => {
    const { tenant, runId, meet } = await twoGroups();
    meet(async (name) => {
      if (name === 'a2') await stage.asOwner(`update tenants set status = 'paused' where id = $1`, [tenant.id]);
      return undefined;
    });
    expect(await tenant.perform('syncPages', { runId })).toMatchObject({ next: 'stopped' });
  });
});

describe('who joined or left the groups', () => {
  async function moved() {
    const played = await twoGroups();
    await played.runToEnd(played.runId);
    played.members[0] = [2, 3, 4, 5, 7];
    played.members[1] = [4, 5, 6, 8, 9];
    return { ...played, runId: await played.tenant.open() };
  }

  it('is looked up by id in an incremental run, and a second attempt changes nothing', async () => {
    const { tenant, runId } = await moved();
    await tenant.readAll(runId);
    expect((await tenant.run(runId)).counts).toMatchObject({
      read: 3,
      created: 2,
      unchanged: 0,
      skipped: { group: 1 },
    });
    const before = await tenant.everything();
    await tenant.readAll(runId);
    expect(await tenant.everything()).toEqual(before);
  });

  it('is found again by the next run where Graph could not tell', async () => {
    const { tenant, runId, runToEnd } = await moved();
    const { meet } = tenant.listing;
    let failing = true;
    tenant.listing.meet = (request) =>
      failing && request.method === 'POST' && !request.body.includes('transitiveMemberOf')
        ? answerBatch(request, (url) => (url.includes(objectId(7)) ? { status: 500 } : answerPart(url)))
        : meet(request);
    await runToEnd(runId);
    expect(await tenant.employees()).not.toContain(emailOf(7));
    failing = false;
    const next = await tenant.open();
    await runToEnd(next);
    expect((await tenant.run(next)).counts).toMatchObject({ read: 1, created: 1 });
    expect(await tenant.employees()).toContain(emailOf(7));
  });
  const answerPart = (url: string) => ({ status: 200, body: listed(Number(/8000-0*(\d+)/.exec(url)?.[1])) });

  it('is removed once, by the clean-up, however often it is asked', async () => {
    const { tenant, runId, runToEnd } = await moved();
    await runToEnd(runId);
    expect(await tenant.employees()).toContain(`${emailOf(1)} removed`);
    await tenant.perform('cleanUp', { runId }).catch(() => undefined);
    const next = await tenant.open();
    await runToEnd(next);
    expect((await tenant.run(next)).counts).toMatchObject({ removed: 0, created: 0 });
  });

  it('stays while Graph does not say whether they left', async () => {
    const { tenant, runId, meet } = await moved();
    meet((name) => (name === 'batch' ? { json: { responses: [] } } : undefined));
    await tenant.readAll(runId);
    expect((await tenant.run(runId)).counts).toMatchObject({ skipped: { unknown: 1 } });
    await tenant.perform('findVanished', { runId });
    await tenant.perform('cleanUp', { runId });
    expect(await tenant.employees()).toContain(emailOf(1));
  });
});
