import { describe, expect, it } from 'vitest';
import { generated, type GraphStage, graphStage, idsOf, type Item, itemsOf, person } from './graph-stage.ts';

const SELECT = '$select=id,displayName,department,jobTitle,userPrincipalName';

/** The link to the changes from now on. */
async function watermark({ get }: GraphStage, select = SELECT): Promise<string> {
  const { deltaLink = '', items, nextLink } = await get(`/users/delta?${select}&$deltatoken=latest`);
  expect({ items, nextLink }).toEqual({ items: [], nextLink: undefined });
  return deltaLink;
}

/** A whole round: what it tells, and where the next one begins. */
async function round(stage: GraphStage, link: string, headers: Record<string, string> = {}) {
  const pages = await stage.pages(link, { headers });
  for (const page of pages) expect([page.nextLink, page.deltaLink].filter(Boolean)).toHaveLength(1);
  return { pages, items: itemsOf(pages), deltaLink: pages.at(-1)?.deltaLink ?? '' };
}

const few = (behaviour: object = {}) =>
  graphStage({ people: ['Ada', 'Ben', 'Cid'].map((name) => person(name, { department: 'Sales' })), behaviour });

/** https://learn.microsoft.com/en-us/graph/api/user-delta and https://learn.microsoft.com/en-us/graph/delta-query-overview */
describe('the first round of changes', () => {
  it('tells of each person once, 200 on a page, whatever $top says', async () => {
    const stage = graphStage({ people: generated(450) });
    const { pages } = await round(stage, '/users/delta?$select=displayName&$top=999');
    expect(pages.map(({ items }) => items.length)).toEqual([200, 200, 50]);
    expect(new Set(idsOf(pages))).toEqual(new Set(stage.directory.ids()));
  });

  it('leaves out what was never set, and tells null of what was cleared', async () => {
    const stage = few();
    stage.directory.change('Ada', { properties: { department: null } });
    const { items } = await round(stage, `/users/delta?${SELECT}`);
    const ada = items.find(({ displayName }) => displayName === 'Ada');
    expect(ada).toMatchObject({ department: null });
    expect(ada).not.toHaveProperty('jobTitle');
  });

  it('may hold those who left lately', async () => {
    const stage = few();
    const { id } = stage.directory.show('Ben');
    stage.directory.leave('Ben');
    const { items } = await round(stage, `/users/delta?${SELECT}`);
    expect(items).toContainEqual({ id, '@removed': { reason: 'changed' } });
    stage.directory.setBehaviour({ removedInFirstRound: false });
    expect((await round(stage, `/users/delta?${SELECT}`)).items).toHaveLength(2);
  });

  it('ends where it began in time: what happens meanwhile comes in the next', async () => {
    const stage = few({ deltaPageSize: 2 });
    const first = await stage.get(`/users/delta?${SELECT}`);
    stage.directory.join({ properties: { displayName: 'Dora' } });
    const { deltaLink } = await round(stage, first.nextLink ?? '');
    expect((await round(stage, deltaLink)).items).toMatchObject([{ displayName: 'Dora' }]);
  });

  it('can be of at most fifty people, by id', async () => {
    const stage = graphStage({ people: generated(60) });
    const ids = [...stage.directory.ids()];
    const filter = (some: string[]) => some.map((id) => `id eq '${id}'`).join(' or ');
    const { items, deltaLink } = await round(stage, `/users/delta?$select=id&$filter=${filter(ids.slice(0, 50))}`);
    expect(items).toHaveLength(50);
    stage.directory.leave(ids[0] ?? '');
    stage.directory.leave(ids[55] ?? '');
    expect((await round(stage, deltaLink)).items.map(({ id }) => id)).toEqual([ids[0]]);
    const refused = await stage.get(`/users/delta?$filter=${filter(ids.slice(0, 51))}`);
    expect(refused).toMatchObject({ status: 400, code: 'Request_UnsupportedQuery' });
  });

  it('tells the manager’s id where it is selected', async () => {
    const stage = graphStage({ people: generated(2), behaviour: { listingOrder: 'asCreated' } });
    const [chief = ''] = [...stage.directory.ids()];
    const { items } = await round(stage, '/users/delta?$select=manager');
    expect(items[1]).toMatchObject({ 'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: chief }] });
    expect(items[0]).not.toHaveProperty('manager@delta');
  });

  it.each(['$expand=manager', '$orderby=displayName', "$filter=department eq 'Sales'"])(
    'refuses %s',
    async (option) => {
      expect(await few().get(`/users/delta?${option}`)).toMatchObject({ status: 400 });
    },
  );
});

describe('a later round', () => {
  type Happening = readonly [string, (stage: GraphStage) => void, (id: string) => readonly Item[]];
  const whole = (id: string) => expect.objectContaining({ id, displayName: 'Ben', department: 'Sales' });
  // prettier-ignore
  it.each<Happening>([
    ['a change, with all that is selected',     ({ directory }) => directory.change('Ben', { properties: { jobTitle: 'Chief' } }),        (id) => [expect.objectContaining({ id, jobTitle: 'Chief', department: 'Sales' })]],
    ['nothing of a change that is not selected', ({ directory }) => directory.change('Ben', { properties: { mobilePhone: '+44' } }),      () => []],
    ['somebody who left as changed',            ({ directory }) => directory.leave('Ben'),                                                (id) => [{ id, '@removed': { reason: 'changed' } }]],
    ['somebody who is gone for good as deleted', ({ directory }) => { directory.leave('Ben'); directory.purge('Ben'); },                  (id) => [{ id, '@removed': { reason: 'deleted' } }]],
    ['somebody restored as if new, by the same id', ({ directory }) => { directory.leave('Ben'); directory.restore('Ben'); },             (id) => [whole(id)]],
    ['many changes of one person once',         ({ directory }) => { for (const jobTitle of ['A', 'B', 'C']) directory.change('Ben', { properties: { jobTitle } }); }, (id) => [expect.objectContaining({ id, jobTitle: 'C' })]],
    ['nothing when nothing happened',           () => undefined,                                                                          () => []],
  ])('tells %s', async (_what, happens, expected) => {
    const stage = few();
    const { id } = stage.directory.show('Ben');
    const link = await watermark(stage);
    happens(stage);
    const { items, deltaLink } = await round(stage, link);
    expect(items).toEqual(expected(id));
    expect((await round(stage, deltaLink)).items).toEqual([]);
    expect((await round(stage, link)).items, 'the same link tells the same again').toEqual(expected(id));
  });

  it('tells of the manager only where it changed: who it is, and who it was', async () => {
    const stage = few();
    const [ada, ben, cid] = ['Ada', 'Ben', 'Cid'].map((name) => stage.directory.show(name).id);
    const type = { '@odata.type': '#microsoft.graph.user' };
    const tells = async (happens: () => void) => {
      const link = await watermark(stage, '$select=jobTitle,manager');
      happens();
      const { items } = await round(stage, link);
      return items.map((item) => item['manager@delta']);
    };
    const change = (managerId: string | null = null) => stage.directory.change('Ben', { managerId });
    expect(await tells(() => change(ada))).toEqual([[{ ...type, id: ada }]]);
    expect(await tells(() => stage.directory.change('Ben', { properties: { jobTitle: 'X' } }))).toEqual([undefined]);
    const removed = { '@removed': { reason: 'deleted' } };
    expect(await tells(() => change(cid))).toEqual([
      [
        { ...type, id: cid },
        { ...type, id: ada, ...removed },
      ],
    ]);
    expect(await tells(() => change(null))).toEqual([[{ ...type, id: cid, ...removed }]]);
    change(cid);
    stage.directory.leave('Cid');
    const { items } = await round(stage, '/users/delta?$select=manager');
    expect(
      items.find(({ id }) => id === ben),
      'who is deleted manages nobody',
    ).not.toHaveProperty('manager@delta');
  });

  it('tells only what changed where return=minimal is preferred', async () => {
    const stage = few();
    const { id } = stage.directory.show('Ben');
    const link = await watermark(stage);
    stage.directory.change('Ben', { properties: { jobTitle: 'Chief' } });
    expect((await round(stage, link, { prefer: 'return=minimal' })).items).toEqual([{ id, jobTitle: 'Chief' }]);
  });

  it('tells of somebody blank as an id and nothing else', async () => {
    const stage = few();
    const link = await watermark(stage);
    const { id } = stage.directory.change('Ben', { blankInDelta: true, properties: { jobTitle: 'Chief' } });
    expect((await round(stage, link)).items).toEqual([{ id }]);
  });

  it('hears of a change only after the lag', async () => {
    const stage = few({ deltaLagMs: 60_000 });
    stage.context.clock.advance(120_000);
    const link = await watermark(stage);
    stage.directory.change('Ben', { properties: { jobTitle: 'Chief' } });
    expect((await round(stage, link)).items).toEqual([]);
    stage.context.clock.advance(61_000);
    expect((await round(stage, link)).items).toHaveLength(1);
  });

  it('repeats the people of a page on the next one, when it is told to', async () => {
    const stage = few({ deltaRepeats: true, deltaPageSize: 2 });
    const { pages } = await round(stage, `/users/delta?${SELECT}`);
    const [first, second] = pages.map((page) => idsOf([page]));
    expect(second).toEqual([...(first ?? []), expect.any(String)]);
  });

  it('tells old tombstones of those who came back, when it is told to', async () => {
    const stage = few({ deltaReplays: true });
    const { id } = stage.directory.show('Ben');
    stage.directory.leave('Ben');
    stage.directory.restore('Ben');
    const { items } = await round(stage, await watermark(stage));
    expect(items).toHaveLength(2);
    expect(items).toContainEqual({ id, '@removed': { reason: 'changed' } });
    expect(items).toContainEqual(whole(id));
  });
});

/** https://devblogs.microsoft.com/microsoft365dev/duration-of-change-tracking-tokens-for-identity-and-education-resources/ */
describe('a token of changes that is too old', () => {
  it.each([
    ['410', 410, null],
    ['410WithLocation', 410, 'https://graph.test/v1.0/users/delta?$deltatoken='],
    ['400', 400, null],
  ] as const)(
    'is refused as the directory is told to (%s), after seven days',
    async (expiredDelta, status, location) => {
      const stage = few({ expiredDelta, expiredDeltaCode: 'SyncStateNotFound' });
      const link = await watermark(stage);
      stage.context.clock.advance(6 * 86_400_000);
      expect((await stage.get(link)).status).toBe(200);
      stage.context.clock.advance(1.1 * 86_400_000);
      const refused = await stage.get(link);
      expect(refused).toMatchObject({ status, code: 'SyncStateNotFound' });
      expect(refused.headers.get('location')).toBe(location);
    },
  );

  it('is refused likewise when it is none of ours, or a fault says so once', async () => {
    const stage = few();
    const link = await watermark(stage);
    expect(await stage.get('/users/delta?$deltatoken=abc')).toMatchObject({ status: 410, code: 'syncStateNotFound' });
    stage.fault({ answer: { kind: 'expiredDelta', status: 400, code: 'resyncRequired' } });
    expect((await stage.get(`/users/delta?${SELECT}`)).status, 'a first round has no token').toBe(200);
    expect(await stage.get(link)).toMatchObject({ status: 400, code: 'resyncRequired' });
    expect((await stage.get(link)).status).toBe(200);
  });

  it('lets begin anew with an empty one', async () => {
    expect((await few().get('/users/delta?$deltatoken=')).items).toHaveLength(3);
  });
});
