import { afterEach, describe, expect, it, vi } from 'vitest';
import { EVENTUAL, generated, graphStage, idsOf, itemsOf } from './graph-stage.ts';

/** https://learn.microsoft.com/en-us/graph/api/user-list and https://learn.microsoft.com/en-us/graph/paging */
describe('a listing that is left alone', () => {
  it.each(['shuffled', 'asCreated'] as const)(
    'shows each person exactly once, in pages of any size (%s)',
    async (order) => {
      const behaviour = { listingOrder: order, throttling: false };
      const { pages, directory } = graphStage({ people: generated(2_345), behaviour });
      for (const top of [999, 100, 7]) {
        const ids = idsOf(await pages(`/users?$top=${top}&$select=id`));
        expect(ids).toHaveLength(2_345);
        expect(new Set(ids)).toEqual(new Set(directory.ids()));
      }
    },
  );

  it('has another order the next time', async () => {
    const { pages } = graphStage({ people: generated(300) });
    expect(idsOf(await pages('/users?$top=999&$select=id'))).not.toEqual(
      idsOf(await pages('/users?$top=999&$select=id')),
    );
  });

  it('shows those who were there all the time once, although others join and leave meanwhile', async () => {
    const { get, pages, directory } = graphStage({ people: generated(50) });
    const before = new Set(directory.ids());
    const first = await get('/users?$top=20&$select=id');
    directory.join({ properties: { displayName: 'Late Comer' } });
    const leaver = [...directory.ids()].find((id) => !idsOf([first]).includes(id)) ?? '';
    directory.leave(leaver);
    const ids = [...idsOf([first]), ...idsOf(await pages(first.nextLink ?? ''))];
    expect(new Set(ids).size).toBe(ids.length);
    expect([...before].filter((id) => id !== leaver && !ids.includes(id))).toEqual([]);
    expect(ids).not.toContain(leaver);
  });

  it.each([
    ['100 people on a page by default', '/users?$select=id', 100],
    ['at most 999', '/users?$select=id&$top=999', 999],
    ['100 with an expanded manager, whatever $top', '/users?$select=id&$top=999&$expand=manager', 100],
  ])('has %s', async (_what, path, size) => {
    const { get } = graphStage({ people: generated(1_200) });
    expect((await get(path)).items).toHaveLength(size);
  });

  it('has 500 people on a page that holds sign-ins', async () => {
    const { get } = graphStage({ people: generated(600), permissions: ['User.Read.All', 'AuditLog.Read.All'] });
    expect((await get('/users?$top=999&$select=id,signInActivity')).items).toHaveLength(500);
    expect(await get('/users?$select=signInActivity', { roles: ['User.Read.All'] })).toMatchObject({ status: 403 });
  });

  it('expands the manager of those who have one', async () => {
    const { get, directory } = graphStage({ people: generated(3), behaviour: { listingOrder: 'asCreated' } });
    const [chief = ''] = [...directory.ids()];
    const { items } = await get('/users?$select=id&$expand=manager($select=id)');
    expect(items.map(({ manager }) => manager)).toEqual([
      undefined,
      { '@odata.type': '#microsoft.graph.user', id: chief },
      { '@odata.type': '#microsoft.graph.user', id: chief },
    ]);
  });

  it('keeps its parameters in an absolute link that is followed as it is', async () => {
    const { get } = graphStage({ people: generated(5) });
    const { nextLink } = await get('/users?$top=2&$select=displayName,mail');
    expect(nextLink).toMatch(/^https:\/\/graph\.test\/v1\.0\/users\?\$top=2&\$select=displayName,mail&\$skiptoken=/);
    const { items } = await get(nextLink ?? '');
    expect(items.map((item) => Object.keys(item))).toEqual([
      ['displayName', 'mail'],
      ['displayName', 'mail'],
    ]);
  });

  it('counts on its first page only, and only with the header', async () => {
    const { get } = graphStage({ people: generated(5) });
    expect((await get('/users?$top=2&$count=true')).body['@odata.count']).toBeUndefined();
    const first = await get('/users?$top=2&$count=true', { headers: EVENTUAL });
    expect(first.body['@odata.count']).toBe(5);
    expect((await get(first.nextLink ?? '', { headers: EVENTUAL })).body['@odata.count']).toBeUndefined();
  });

  it('forgets the header of an advanced query in its links', async () => {
    const { get } = graphStage({ people: generated(20) });
    const first = await get("/users?$top=2&$count=true&$filter=displayName ne 'x'", { headers: EVENTUAL });
    expect(first.items).toHaveLength(2);
    expect(await get(first.nextLink ?? '')).toMatchObject({ status: 400, code: 'Request_UnsupportedQuery' });
    expect((await get(first.nextLink ?? '', { headers: EVENTUAL })).items).toHaveLength(2);
  });

  it('is in the order that was asked for', async () => {
    const { pages } = graphStage({ people: generated(30) });
    const names = itemsOf(await pages('/users?$top=7&$select=displayName&$orderby=displayName desc'));
    const sorted = names.map(({ displayName }) => String(displayName).toLowerCase());
    expect(sorted).toHaveLength(30);
    expect(sorted).toEqual([...sorted].sort().reverse());
  });

  it('does not show at once what a replica has not heard of', async () => {
    const { pages, directory, context } = graphStage({ people: generated(3), behaviour: { replicationLagMs: 60_000 } });
    directory.join({ properties: { displayName: 'New Here' } });
    expect(idsOf(await pages('/users'))).toHaveLength(3);
    context.clock.advance(61_000);
    expect(idsOf(await pages('/users'))).toHaveLength(4);
  });
});

describe('a listing with faults', () => {
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['later, so that some never come', 3, 37, 37],
    ['earlier, so that some come twice', -3, 43, 40],
  ])('goes on %s', async (_what, people, shown, different) => {
    const { pages, fault } = graphStage({ people: generated(40) });
    fault({ path: '/v1.0/users', page: 'first', answer: { kind: 'shift', people } });
    const ids = idsOf(await pages('/users?$top=10&$select=id'));
    expect([ids.length, new Set(ids).size]).toEqual([shown, different]);
  });

  it('can have a page without people and yet a next one, under another link', async () => {
    // Time stands still: it alone shall not make the links differ.
    vi.useFakeTimers({ toFake: ['Date'] });
    const { get, pages, fault } = graphStage({ people: generated(40) });
    const first = await get('/users?$top=10');
    fault({ answer: { kind: 'emptyPage' } });
    const empty = await get(first.nextLink ?? '');
    expect(empty.items).toEqual([]);
    expect(empty.nextLink).not.toBe(first.nextLink);
    expect(idsOf(await pages(empty.nextLink ?? ''))).toHaveLength(30);
  });

  it('can be empty, and can hold ids and nulls', async () => {
    const { get, fault } = graphStage({ people: generated(3) });
    fault({ answer: { kind: 'emptyListing' } });
    expect(await get('/users?$top=1')).toMatchObject({ items: [], nextLink: undefined });
    fault({ answer: { kind: 'idAndNulls' } });
    const { items } = await get('/users?$select=id,mail,proxyAddresses');
    expect(items).toEqual(items.map(({ id }) => ({ id, mail: null, proxyAddresses: null })));
  });

  it('can lead to another server', async () => {
    const { get, fault } = graphStage({ people: generated(3) });
    fault({ answer: { kind: 'foreignNextLink' } });
    expect((await get('/users?$top=1')).nextLink).toMatch(/^https:\/\/graph\.attacker\.example\/v1\.0\/users/);
  });

  it('refuses a page token that is too old, of another directory, or none of ours', async () => {
    const { get, context, fault } = graphStage({ people: generated(9), behaviour: { pageTokenMinutes: 5 } });
    const { nextLink = '' } = await get('/users?$top=2');
    fault({ answer: { kind: 'expiredPageToken' } });
    expect((await get('/users?$top=2')).status).toBe(200);
    expect(await get(nextLink)).toMatchObject({ status: 400, code: 'Directory_ExpiredPageToken' });
    expect((await get(nextLink)).status).toBe(200);
    context.clock.advance(5 * 60_000 + 1_000);
    expect(await get(nextLink)).toMatchObject({ status: 400, code: 'Directory_ExpiredPageToken' });
    expect(await get('/users?$skiptoken=abc')).toMatchObject({ status: 400, code: 'Directory_ExpiredPageToken' });
    const other = graphStage({
      name: 'Other',
      entraTenantId: 'c0ffee00-0000-4000-8000-000000000001',
      people: generated(9),
    });
    other.context.clock.advance(context.clock.offsetMs);
    const { nextLink: foreign = '' } = await other.get('/users?$top=2');
    expect(await get(foreign)).toMatchObject({ status: 400, code: 'Directory_ExpiredPageToken' });
  });

  it('gives a link that does not work to a page that is fetched again, and one that does when begun anew', async () => {
    const { get, pages, fault } = graphStage({ people: generated(9) });
    fault({ answer: { kind: 'retriedToken' } });
    const { nextLink = '' } = await get('/users?$top=2');
    const good = await get(nextLink);
    const retried = await get(nextLink);
    expect((await get(good.nextLink ?? '')).status).toBe(200);
    const refused = await get(retried.nextLink ?? '');
    expect(refused).toMatchObject({ status: 400, code: 'DirectoryPageTokenNotFoundException' });
    expect(idsOf(await pages('/users?$top=2'))).toHaveLength(9);
  });
});
