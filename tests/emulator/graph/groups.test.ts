import { describe, expect, it } from 'vitest';
import { Clock } from '../../../emulator/clock.ts';
import { Directories } from '../../../emulator/directory/directories.ts';
import { keptStateSchema } from '../../../emulator/keep/kept-state.schema.ts';
import { EVENTUAL, graphStage, idsOf, person } from './graph-stage.ts';

const PERMISSIONS = ['User.Read.All', 'GroupMember.Read.All'];
const NAMES = ['Ada', 'Bo', 'Cy', 'Di', 'Ed'];

/** Sales holds Ada, Bo and Support; Support holds Cy and, in a circle, Sales; Leads holds Support alone. */
function stage() {
  const graph = graphStage({
    people: NAMES.map((name) => person(name)),
    permissions: PERMISSIONS,
    groups: [
      { name: 'Sales North-West', description: 'Sellers', members: ['Support', 'Ada', 'Bo'] },
      { name: 'Support', members: ['Cy', 'Sales North-West'] },
      { name: 'Leads', members: ['Support'] },
    ],
  });
  const { groups } = graph.directory;
  const idsByName = new Map(NAMES.map((name) => [name, graph.directory.show(name).id]));
  const idOf = (name: string) => idsByName.get(name) ?? '';
  const members = (group: string, options = '&$top=2') =>
    `/groups/${groups.show(group).id}/transitiveMembers/microsoft.graph.user?$count=true&$select=id${options}`;
  const peopleIn = async (group: string) => {
    const ids = idsOf(await graph.pages(members(group), { headers: EVENTUAL }));
    return NAMES.filter((name) => ids.includes(idOf(name))).join(' ');
  };
  return { ...graph, groups, idOf, members, peopleIn };
}

// https://learn.microsoft.com/en-us/graph/api/group-list-transitivemembers
describe('the transitive members of a group', () => {
  it('are the people in it and in all groups within it, in circles too, each once, page by page', async () => {
    const { peopleIn, get, members } = stage();
    expect(await peopleIn('Sales North-West')).toBe('Ada Bo Cy');
    expect(await peopleIn('Leads')).toBe('Ada Bo Cy');
    const first = await get(members('Leads'), { headers: EVENTUAL });
    expect(first).toMatchObject({ status: 200, items: [{}, {}], body: { '@odata.count': 3 } });
    expect(first.nextLink).toContain('$skiptoken=');
  });

  it('follow who joins, leaves, and leaves the directory', async () => {
    const { peopleIn, groups, directory } = stage();
    groups.addMember('Support', 'Di');
    groups.removeMember('Sales North-West', 'Ada');
    expect(await peopleIn('Leads')).toBe('Bo Cy Di');
    directory.leave('Bo');
    expect(await peopleIn('Leads')).toBe('Cy Di');
    directory.restore('Bo');
    expect(await peopleIn('Leads')).toBe('Bo Cy Di');
    groups.delete('Support');
    expect(await peopleIn('Sales North-West')).toBe('Bo');
  });

  it('are refused without the header or $count, which a cast needs, and on a link that forgot the header', async () => {
    const { get, members } = stage();
    const link = (await get(members('Leads'), { headers: EVENTUAL })).nextLink ?? '';
    const uncounted = members('Leads').replace('$count=true&', '');
    for (const asked of [get(members('Leads')), get(uncounted, { headers: EVENTUAL }), get(link)]) {
      expect(await asked).toMatchObject({ status: 400, code: 'Request_UnsupportedQuery' });
    }
  });

  it('are not there when the group is deleted, and as before when it is restored', async () => {
    const { get, members, groups, peopleIn } = stage();
    const path = members('Support');
    groups.delete('Support');
    expect(await get(path, { headers: EVENTUAL })).toMatchObject({ status: 404, code: 'Request_ResourceNotFound' });
    groups.restore('Support');
    expect(await peopleIn('Support')).toBe('Ada Bo Cy');
  });

  it('need a permission of their own', async () => {
    const { get, members } = stage();
    const asked = { headers: EVENTUAL, roles: ['User.Read.All'] };
    expect(await get(members('Leads'), asked)).toMatchObject({ status: 403, code: 'Authorization_RequestDenied' });
    expect(await get('/groups', { roles: ['User.Read.All'] })).toMatchObject({ status: 403 });
  });

  it('cost what Microsoft says, and meet faults of listings', async () => {
    const { get, members, fault } = stage();
    const { headers } = await get(members('Leads', '&$top=999'), { headers: EVENTUAL });
    expect(headers.get('x-ms-resource-unit')).toBe('4');
    fault({ answer: { kind: 'emptyListing' } });
    expect(await get(members('Leads'), { headers: EVENTUAL })).toMatchObject({ items: [], nextLink: undefined });
  });
});

it('groups are kept between two starts, with all that changed', () => {
  const { groups, directory, idOf } = stage();
  groups.addMember('Support', 'Di');
  groups.delete('Leads');
  const { directories } = keptStateSchema.parse(
    JSON.parse(JSON.stringify({ version: 1, clockOffsetMs: 0, directories: [directory.dump()] })),
  );
  const [kept] = directories;
  if (kept === undefined) throw new Error('Nothing was kept.');
  const again = new Directories(new Clock(), () => undefined).add(kept.definition, kept).groups;
  expect(again.list().map(({ name }) => name)).toEqual(['Sales North-West', 'Support']);
  expect(again.peopleIn(groups.show('Support').id)).toContain(idOf('Di'));
  expect(again.restore('Leads').groups).toEqual([groups.show('Support').id]);
});

// https://learn.microsoft.com/en-us/graph/api/user-list-transitivememberof
it('the groups of a person are those that hold them, through other groups too', async () => {
  const { get, idOf, groups } = stage();
  const { items } = await get(`/users/${idOf('Ada')}/transitiveMemberOf?$select=id`);
  const expected = ['Leads', 'Sales North-West', 'Support'].map((name) => groups.show(name).id);
  expect(items.map(({ id }) => id)).toEqual(expected);
  expect(await get(`/users/${idOf('Ed')}/transitiveMemberOf?$select=id`)).toMatchObject({ items: [] });
  expect(await get(`/users/${groups.show('Leads').id}/transitiveMemberOf`)).toMatchObject({ status: 404 });
});

// https://learn.microsoft.com/en-us/graph/search-query-parameter
describe('groups', () => {
  const names = async (query: string, headers: Record<string, string> = EVENTUAL) => {
    const answer = await stage().get(`/groups?$select=id,displayName&${query}`, { headers });
    return answer.status === 200 ? answer.items.map((item) => item['displayName']) : answer.code;
  };

  it.each([
    ['words of the name begin so', '$search="displayName:wes"', ['Sales North-West']],
    ['each of several words does', '$search="displayName:sal" AND "displayName:nor"', ['Sales North-West']],
    ['one of several does not', '$search="displayName:sal" AND "displayName:sup"', []],
    ['a part within a word is no beginning', '$search="displayName:ales"', []],
    ['the description does', '$search="description:sell"', ['Sales North-West']],
    ['nothing is searched', '$count=true&$orderby=displayName', ['Leads', 'Sales North-West', 'Support']],
  ])('are found where %s', async (_what, query, found) => {
    expect(await names(query)).toEqual(found);
  });

  it('are not searched or sorted without the header', async () => {
    expect(await names('$search="displayName:wes"', {})).toBe('Request_UnsupportedQuery');
    expect(await names('$orderby=displayName', {})).toBe('Request_UnsupportedQuery');
  });

  it('are shown one by one, and refuse a property that they do not have', async () => {
    const { get, groups } = stage();
    const { id } = groups.show('sales north-west');
    expect((await get(`/groups/${id}?$select=id,displayName,description`)).body).toEqual({
      ...{ id, displayName: 'Sales North-West', description: 'Sellers' },
    });
    expect(await get(`/groups/${id}?$select=colour`)).toMatchObject({ status: 400 });
  });
});
