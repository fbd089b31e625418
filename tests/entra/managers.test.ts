import { afterEach, describe, expect, test } from 'vitest';
import { answerBatch, notFound, type PartReply, urlsOf } from './answer-batch.ts';
import { errorOf } from './error-of.ts';
import { graphError, objectId, person, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';

const signal = new AbortController().signal;
const SELECT = [
  'displayName',
  'id',
  'manager/displayName',
  'manager/id',
  'manager/userPrincipalName',
  'userPrincipalName',
];
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const urlsSeen = () => scripted.graph.seen.map(({ url }) => decodeURIComponent(url));
const batchUrls = () => scripted.graph.seen.flatMap((request) => urlsOf(request));
const end = () => ({ '@odata.deltaLink': `${scripted.graph.origin}/v1.0/users/delta?$deltatoken=later` });

// https://learn.microsoft.com/en-us/graph/delta-query-overview
describe('changes', () => {
  const managerOf = async (delta: unknown) => {
    scripted = await startScriptedEntra(() => ({
      json: { value: [person(1, delta === undefined ? {} : { 'manager@delta': delta })], ...end() },
    }));
    const { users } = await scripted.directory.readChangesPage(undefined, SELECT, signal);
    return users[0]?.manager;
  };

  test('are asked for whether the manager changes; a listing is not, for it would not say', async () => {
    expect(await managerOf(undefined)).toBeUndefined();
    await scripted.directory.takeWatermark(SELECT, signal);
    await scripted.directory.readUsersPage(undefined, SELECT, signal);
    const own = 'displayName,id,userPrincipalName';
    expect(urlsSeen()).toEqual([
      `/v1.0/users/delta?$select=${own},manager`,
      `/v1.0/users/delta?$select=${own},manager&$deltatoken=latest`,
      `/v1.0/users?$top=999&$select=${own}`,
    ]);
  });

  test.each<[string, unknown, number | null | undefined]>([
    ['who it is', [{ '@odata.type': '#microsoft.graph.user', id: objectId(7) }], 7],
    [
      'who it is now and was before, in any order',
      [{ id: objectId(8), '@removed': { reason: 'deleted' } }, { id: objectId(7) }],
      7,
    ],
    ['that somebody is it no more', [{ id: objectId(8), '@removed': { reason: 'deleted' } }], null],
    ['nothing by an empty list', [], undefined],
    ['nothing by what is no list', { id: objectId(7) }, undefined],
    ['nothing by what is no id', [{ id: 'Ada Lovelace' }], undefined],
  ])('tell %s', async (_guarantee, delta, manager) => {
    const id = typeof manager === 'number' ? objectId(manager) : manager;
    expect(await managerOf(delta)).toEqual(id === undefined ? undefined : { kind: 'claimed', id });
  });

  test('from their start are refused as too much where the selection is too long', async () => {
    scripted = await startScriptedEntra(() => graphError(400, 'Request_BadRequest'));
    const long = Array.from({ length: 20 }, (_, n) => `extension_0123456789abcdef0123456789abcdef_p${n}`);
    expect(await errorOf(scripted.directory.readChangesPage(undefined, long, signal))).toMatchObject({
      code: 'tooManyFields',
    });
    expect(await errorOf(scripted.directory.readChangesPage(undefined, SELECT, signal))).toMatchObject({
      code: 'changesNotOffered',
    });
  });

  test('that go on and are refused are a fault of ours, and no matter of what the directory offers', async () => {
    scripted = await startScriptedEntra(() => graphError(400, 'Request_BadRequest'));
    const link = `${scripted.graph.origin}/v1.0/users/delta?$skiptoken=x`;
    expect(await errorOf(scripted.directory.readChangesPage(link, SELECT, signal))).toMatchObject({
      code: 'requestRefused',
    });
  });
});

// https://learn.microsoft.com/en-us/graph/api/user-list-manager
describe('somebody who is asked for by id', () => {
  const managerOf = async (part: PartReply, select: readonly string[] = SELECT) => {
    scripted = await startScriptedEntra((request) => answerBatch(request, () => part));
    const proof = (await scripted.directory.proveUsers([objectId(1)], undefined, select, signal)).get(objectId(1));
    return proof?.kind === 'there' ? proof.user.manager : proof;
  };
  const answered = (more: object): PartReply => ({ status: 200, body: person(1, { ...more }) });

  test('comes with what is needed of the manager, in the same request', async () => {
    const manager = { id: objectId(7), displayName: 'Boss', userPrincipalName: 'boss@contoso.example', mail: 'x@y.z' };
    const told = await managerOf(answered({ manager }));
    expect(told).toMatchObject({ kind: 'known', id: objectId(7), user: { displayName: 'Boss' } });
    expect(told?.kind === 'known' && told.user?.properties, 'and nothing that is not needed').not.toHaveProperty(
      'mail',
    );
    expect(batchUrls()).toEqual([
      `/users/${objectId(1)}?$select=displayName,id,userPrincipalName&$expand=manager($select=displayName,id,userPrincipalName)`,
    ]);
  });

  test('has none where the answer holds none', async () => {
    expect(await managerOf(answered({}))).toEqual({ kind: 'known', id: null, user: null });
  });

  test('can be managed by a contact, who has no user principal name', async () => {
    const manager = { '@odata.type': '#microsoft.graph.orgContact', id: objectId(7), displayName: 'Agency' };
    expect(await managerOf(answered({ manager }))).toMatchObject({
      kind: 'known',
      id: objectId(7),
      user: { displayName: 'Agency', userPrincipalName: '', properties: { userPrincipalName: null } },
    });
  });

  test('says nothing of a manager who may not be read: an id and nulls', async () => {
    const manager = { id: objectId(7), displayName: null, userPrincipalName: null };
    expect(await managerOf(answered({ manager }))).toBeUndefined();
  });

  test('says nothing of a manager where none is needed', async () => {
    expect(await managerOf(answered({ manager: person(7) }), ['id', 'userPrincipalName'])).toBeUndefined();
    expect(batchUrls()).toEqual([`/users/${objectId(1)}?$select=id,userPrincipalName`]);
  });
});

test('somebody who is looked up by name comes with the manager too, by one more request', async () => {
  scripted = await startScriptedEntra((request) => {
    if (request.method === 'GET') return { json: { value: [person(1)] } };
    return answerBatch(request, (url) => {
      if (url.includes('deletedItems')) return notFound;
      return { status: 200, body: person(1, { manager: person(7) }) };
    });
  });
  const found = await scripted.directory.lookUpUser('Person 1', SELECT, signal);
  expect(found).toMatchObject({ kind: 'one', user: { manager: { kind: 'known', id: objectId(7) } } });
  expect(urlsSeen()[0]).toMatch(/\$select=displayName,id,userPrincipalName&\$top=20&/);
});
