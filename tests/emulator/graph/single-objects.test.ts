import { describe, expect, it } from 'vitest';
import { LEAST_PERMISSIONS } from '../../../emulator/directory/definition.schema.ts';
import { generated, graphStage, itemsOf, person } from './graph-stage.ts';

const permissions = [...LEAST_PERMISSIONS, 'MailboxSettings.Read', 'Place.Read.All'];
const DEFAULTS =
  'businessPhones displayName givenName id jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName';

/** https://learn.microsoft.com/en-us/graph/api/user-get */
describe('one person', () => {
  const EXT = 'ada_home.example#EXT#@contoso.onmicrosoft.com';
  const stage = graphStage({
    permissions,
    people: [
      person('Ada', { userPrincipalName: EXT, department: 'Sales' }),
      { ...person('Board Room'), userPurpose: 'room' },
      person('No Mailbox', { mail: null }),
    ],
  });
  const { id } = stage.directory.show('Ada');

  it('is found by object id and by user principal name, whose # is sent as %23 and whose case does not count', async () => {
    for (const reference of [id, encodeURIComponent(EXT), encodeURIComponent(EXT.toUpperCase())]) {
      expect((await stage.get(`/users/${reference}?$select=id`)).body).toEqual({ id });
    }
  });

  it('has eleven properties without $select, and exactly the selected ones with it', async () => {
    expect(Object.keys((await stage.get(`/users/${id}`)).body).sort()).toEqual(DEFAULTS.split(' '));
    const { body } = await stage.get(`/users/${id}?$select=department,city,onPremisesExtensionAttributes`);
    expect(Object.keys(body)).toEqual(['department', 'city', 'onPremisesExtensionAttributes']);
    expect(body).toMatchObject({ department: 'Sales', city: null });
    expect(Object.keys(body['onPremisesExtensionAttributes'] ?? {})).toHaveLength(15);
  });

  it('lacks the key of an extension that is not set', async () => {
    const name = `extension_${'a'.repeat(32)}_code`;
    expect((await stage.get(`/users/${id}?$select=${name}`)).body).toEqual({});
    stage.directory.change('Ada', { properties: { [name]: '7' } });
    expect((await stage.get(`/users/${id}?$select=${name}`)).body).toEqual({ [name]: '7' });
  });

  it('tells what its mailbox is for, if it has one: https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings', async () => {
    const room = stage.directory.show('Board Room').id;
    expect((await stage.get(`/users/${room}/mailboxSettings`)).body).toMatchObject({ userPurpose: 'room' });
    expect((await stage.get(`/users/${room}/mailboxSettings/userPurpose`)).body).toMatchObject({ value: 'room' });
    const none = await stage.get(`/users/${stage.directory.show('No Mailbox').id}/mailboxSettings`);
    expect(none).toMatchObject({ status: 404, code: 'MailboxNotEnabledForRESTAPI' });
  });

  it('is a place by its address alone, if it is a room: https://learn.microsoft.com/en-us/graph/api/place-list', async () => {
    const { id: userId, mail } = stage.directory.show('Board Room');
    const { items } = await stage.get('/places/microsoft.graph.room');
    expect(items).toMatchObject([{ displayName: 'Board Room', emailAddress: mail }]);
    expect(items[0]?.['id']).not.toBe(userId);
  });
});

/** https://learn.microsoft.com/en-us/graph/api/place-list: 100 places on a page, at most 1,000 */
describe('rooms', () => {
  const rooms = Array.from({ length: 205 }, (_, n) => ({ ...person(`Room ${n}`), userPurpose: 'room' as const }));
  const stage = graphStage({ permissions, people: [...rooms, person('Ada')] });
  it.each([
    ['a hundred a page, where nobody says how many', '', [100, 100, 5]],
    ['as many a page as asked for', '?$top=50', [50, 50, 50, 50, 5]],
    ['on one page, which has no next one', '?$top=1000', [205]],
    ['on pages that end with the last room', '?$top=41', [41, 41, 41, 41, 41]],
  ])('come %s, each once', async (_how, query, sizes) => {
    const pages = await stage.pages(`/places/microsoft.graph.room${query}`);
    expect(pages.map(({ items }) => items.length)).toEqual(sizes);
    expect(itemsOf(pages).map(({ displayName }) => displayName)).toEqual(
      rooms.map(({ properties }) => properties.displayName),
    );
  });
});

/** https://learn.microsoft.com/en-us/graph/api/user-list-manager */
describe('a manager', () => {
  const stage = graphStage({ permissions, people: generated(2) });
  const [chief = '', report = ''] = [...stage.directory.ids()];

  it('is an object of a type, or 404', async () => {
    const { body } = await stage.get(`/users/${report}/manager?$select=id`);
    expect(body).toEqual({ '@odata.type': '#microsoft.graph.user', id: chief });
    expect(await stage.get(`/users/${chief}/manager`)).toMatchObject({ status: 404, code: 'Request_ResourceNotFound' });
  });

  it('is an id and nulls for who may not read people', async () => {
    const { body } = await stage.get(`/users/${report}/manager?$select=id,mail`, { roles: ['Place.Read.All'] });
    expect(body).toEqual({ '@odata.type': '#microsoft.graph.user', id: chief, mail: null });
  });
});

/** https://learn.microsoft.com/en-us/graph/api/organization-list */
describe('the organization', () => {
  it('is one, with the Entra tenant id, or another’s by a fault', async () => {
    const { get, directory, fault } = graphStage();
    const { entraTenantId: id, name: displayName } = directory;
    expect((await get('/organization?$select=id,displayName')).items).toEqual([{ id, displayName }]);
    fault({ answer: { kind: 'otherOrganization' } });
    expect((await get('/users')).status).toBe(200);
    expect((await get('/organization')).items).not.toMatchObject([{ id }]);
  });
});

/** https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-list */
describe('deleted people', () => {
  it('are kept for thirty days under a name with their id, and are no people meanwhile', async () => {
    const { get, pages, directory, context } = graphStage({ people: generated(5) });
    const ids = [...directory.ids()].slice(0, 3);
    const { userPrincipalName } = directory.show(ids[0] ?? '');
    for (const id of ids) directory.leave(id);
    const listed = await pages('/directory/deletedItems/microsoft.graph.user?$top=2&$select=id');
    expect(listed.map(({ items }) => items.length)).toEqual([2, 1]);
    expect(await get(`/users/${ids[0]}`)).toMatchObject({ status: 404, code: 'Request_ResourceNotFound' });
    for (const path of ['/directory/deletedItems/', '/directory/deletedItems/microsoft.graph.user/']) {
      const { body } = await get(`${path}${ids[0]}?$select=userPrincipalName`);
      expect(body['userPrincipalName']).toBe(`${ids[0]?.replaceAll('-', '')}${userPrincipalName}`);
    }
    const ending = `$filter=endsWith(userPrincipalName,'${userPrincipalName}')&$count=true`;
    const ofOne = `/directory/deletedItems/microsoft.graph.user?${ending}`;
    expect((await get(ofOne, { headers: { ConsistencyLevel: 'eventual' } })).items).toHaveLength(1);
    expect((await get(ofOne)).status).toBe(400);
    directory.restore(ids[1] ?? '');
    expect((await get('/directory/deletedItems/microsoft.graph.user')).items).toHaveLength(2);
    context.clock.advance(31 * 86_400_000);
    expect((await get('/directory/deletedItems/microsoft.graph.user')).items).toEqual([]);
    expect(await get(`/directory/deletedItems/${ids[0]}`)).toMatchObject({ status: 404 });
    expect((await get(`/users/${ids[1]}`)).status).toBe(200);
  });
});
