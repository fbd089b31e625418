import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FAILURES } from '../../sync/failure.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { answerBatch, notFound } from '../entra/answer-batch.ts';
import { objectId } from '../entra/scripted-entra.ts';
import type { Reply, SeenRequest } from '../entra/scripted-host.ts';
import { graphError, openDirectoryBench, TENANT, type DirectoryBench } from './scripted-directory.ts';

const SALES = 'aaaaaaaa-0000-4000-8000-000000000001';
const GONE = 'aaaaaaaa-0000-4000-8000-000000000002';
const { filters } = DEFAULT_INTEGRATION_SETTINGS;
const withGroups = (...groups: readonly string[]) => ({
  ...DEFAULT_INTEGRATION_SETTINGS,
  filters: { ...filters, groups },
});

let bench: DirectoryBench;
let id: string;
let refuse: Reply | undefined;
beforeEach(async () => {
  bench = await openDirectoryBench();
  refuse = undefined;
  bench.override = (request) => (/groups/.test(request.url + request.body) ? (refuse ?? answer(request)) : undefined);
  const tenant = await bench.stage.tenant({ status: 'linked' });
  id = tenant.id;
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [id, TENANT]);
});
afterEach(() => bench.close());

/** One group with the first two people and the fourth, a guest; a search has three pages of it. */
function answer(request: SeenRequest): Reply {
  if (request.method === 'POST') {
    return answerBatch(request, (url) => {
      if (!url.includes(SALES)) return notFound;
      return { status: 200, body: { id: SALES, displayName: 'Sales', description: 'All of Sales', '@odata.count': 3 } };
    });
  }
  if (request.url.includes('/transitiveMembers/')) {
    return { json: { value: [1, 2, 4].map((number) => ({ id: objectId(number) })) } };
  }
  const page = Number(/skiptoken=(\d)/.exec(request.url)?.[1] ?? 1);
  const next = { '@odata.nextLink': `${bench.scripted.graph.origin}/v1.0/groups?$skiptoken=${page + 1}` };
  return { json: { value: [{ id: SALES, displayName: `Sales ${page}` }], ...(page < 3 && next) } };
}

const save = (body: unknown, version = 2) =>
  bench.ask(`PUT /api/tenants/${id}/integration`, { body, headers: { 'if-match': `"${version}"` } });
const check = (body?: unknown) => bench.ask(`POST /api/tenants/${id}/connectivity`, { body });

describe('the group picker', () => {
  test('finds groups live, page by page, with about how many people are in each', async () => {
    const names: unknown[] = [];
    let cursor = '';
    do {
      const { status, body } = await bench.ask(`GET /api/tenants/${id}/groups?query=sal&limit=1${cursor}`);
      expect(status).toBe(200);
      expect(body.items).toMatchObject([{ id: SALES, description: null, members: 3 }]);
      names.push(body.items[0]?.['name']);
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(names).toEqual(['Sales 1', 'Sales 2', 'Sales 3']);
  });

  test('takes no cursor of another search, and none that was changed', async () => {
    const { body } = await bench.ask(`GET /api/tenants/${id}/groups?query=sal`);
    for (const query of [`query=other&cursor=${body.next}`, `query=sal&cursor=${body.next}x`, 'query=sal&cursor=x']) {
      expect(await bench.ask(`GET /api/tenants/${id}/groups?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'malformed', errors: [{ path: 'cursor' }] },
      });
    }
  });

  test.each<readonly [string, Reply, number, string]>([
    ['the permission is missing', graphError(403, 'Authorization_RequestDenied'), 422, 'groupsNotReadable'],
    ['consent was withdrawn', graphError(403, 'Authorization_IdentityNotFound'), 422, 'connectivityFailed'],
    ['Microsoft asks to wait', graphError(429, '', { 'retry-after': '7' }), 503, 'directoryAway'],
    ['Microsoft does not answer', graphError(500, ''), 503, 'directoryAway'],
    ['Microsoft does not understand us', graphError(400, 'Request_BadRequest'), 500, 'unknown'],
  ])('says what to do when %s', async (_what, reply, status, code) => {
    refuse = reply;
    const refused = await bench.ask(`GET /api/tenants/${id}/groups`);
    expect(refused).toMatchObject({ status, body: { code } });
    if (status === 503) expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('refuses a cursor whose page Microsoft knows no longer', async () => {
    const { body } = await bench.ask(`GET /api/tenants/${id}/groups?limit=1`);
    refuse = graphError(400, 'Directory_ExpiredPageToken');
    expect(await bench.ask(`GET /api/tenants/${id}/groups?limit=1&cursor=${body.next}`)).toMatchObject({
      status: 400,
      body: { code: 'malformed', errors: [{ path: 'cursor' }] },
    });
  });

  test('says what Microsoft refused of us, and logs where, by the id of their request', async () => {
    refuse = graphError(400, 'Request_BadRequest', { 'request-id': '11111111-2222-4333-8444-555555555555' });
    const { body } = await bench.ask(`GET /api/tenants/${id}/groups`);
    expect(body).toMatchObject({ detail: FAILURES.requestRefused.message, remedy: FAILURES.requestRefused.remedy });
    const line = bench.logged.find((each) => each.includes('requestFailed')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      requestId: body.requestId,
      error: 'EntraError',
      code: 'requestRefused',
      microsoftRequestId: '11111111-2222-4333-8444-555555555555',
    });
  });

  test('has nobody to ask before a directory is linked', async () => {
    await bench.stage.asOwner(`update tenants set status = 'unlinked' where id = $1`, [id]);
    expect(await bench.ask(`GET /api/tenants/${id}/groups`)).toMatchObject({
      status: 409,
      body: { code: 'notLinked' },
    });
  });
});

describe('saving', () => {
  test('takes groups that are there, in one spelling, and gives them back', async () => {
    const saved = await save(withGroups(SALES.toUpperCase()));
    expect(saved).toMatchObject({ status: 200, body: { filters: { groups: [SALES] } } });
    expect((await bench.ask(`GET /api/tenants/${id}/integration`)).body).toEqual(saved.body);
    const none = await save(withGroups(), 3);
    expect(none.body['filters']).not.toHaveProperty('groups');
  });

  test('refuses a group that is not there, with its place, and changes nothing', async () => {
    expect(await save(withGroups(SALES, GONE))).toMatchObject({
      status: 422,
      body: { code: 'notAcceptable', errors: [{ path: 'filters.groups.1', reason: 'groupGone' }] },
    });
    expect((await bench.ask(`GET /api/tenants/${id}/integration`)).body).toMatchObject({ version: 2 });
  });

  test('refuses groups that may not be read, and says which permission is needed', async () => {
    refuse = {
      json: { responses: [{ id: '0', status: 403, body: { error: { code: 'Authorization_RequestDenied' } } }] },
    };
    const { status, body } = await save(withGroups(SALES));
    expect({ status, errors: body.errors }).toMatchObject({
      status: 422,
      errors: [{ path: 'filters.groups.0', reason: 'groupsNotReadable' }],
    });
    expect(body.errors[0]?.message).toContain('GroupMember.Read.All');
  });

  test('asks to come again while Microsoft does not answer, and changes nothing', async () => {
    refuse = graphError(503, 'ServiceUnavailable');
    expect(await save(withGroups(SALES))).toMatchObject({ status: 503, body: { code: 'directoryAway' } });
    expect((await bench.ask(`GET /api/tenants/${id}/integration`)).body).toMatchObject({ version: 2 });
  });

  test('only saves while no directory is linked', async () => {
    await bench.stage.asOwner(`update tenants set status = 'unlinked' where id = $1`, [id]);
    expect(await save(withGroups(GONE))).toMatchObject({ status: 200 });
    expect(bench.seen()).toEqual([]);
  });
});

describe('Check Connectivity', () => {
  const lines = (body: { readonly checks: readonly { readonly name: string }[] }) =>
    body.checks.filter(({ name }) => name === 'groups');

  test('counts by the chosen groups as well, and names them', async () => {
    const { body } = await check({ settings: withGroups(SALES) });
    expect(body).toMatchObject({ ok: true, usersCounted: 7, usersMatching: 2 });
    expect(lines(body)).toEqual([{ name: 'groups', ok: true, detail: 'Imported is only who is in “Sales”.' }]);
    expect(lines((await check()).body)).toEqual([]);
  });

  test('says which group is gone, and counts nobody by what is left', async () => {
    const { body } = await check({ settings: withGroups(SALES, GONE) });
    expect(body).toMatchObject({ ok: false, usersMatching: 0 });
    expect(lines(body)).toMatchObject([{ ok: false, detail: expect.stringContaining(GONE) }]);
  });

  test('says that a group hides its members', async () => {
    const group = { id: SALES, displayName: 'Sales', visibility: 'HiddenMembership' };
    bench.override = (request) => {
      if (!/groups/.test(request.url + request.body)) return undefined;
      if (request.method === 'POST') return answerBatch(request, () => ({ status: 200, body: group }));
      return { json: { value: [] } };
    };
    const { body } = await check({ settings: withGroups(SALES) });
    expect(body).toMatchObject({ ok: false });
    expect(lines(body)).toMatchObject([{ ok: false, remedy: expect.stringContaining('Member.Read.Hidden') }]);
  });

  test('says which permission is missing', async () => {
    refuse = {
      json: { responses: [{ id: '0', status: 403, body: { error: { code: 'Authorization_RequestDenied' } } }] },
    };
    const { body } = await check({ settings: withGroups(SALES) });
    expect(lines(body)).toMatchObject([{ ok: false, remedy: expect.stringContaining('GroupMember.Read.All') }]);
  });

  test('takes nobody for a match where the members cannot all be read', async () => {
    const usual = bench.override;
    bench.override = (request) =>
      request.url.includes('/transitiveMembers/') ? graphError(503, 'ServiceUnavailable') : usual?.(request);
    expect((await check({ settings: withGroups(SALES) })).body).toMatchObject({ usersCounted: 7, usersMatching: 0 });
  });
});
