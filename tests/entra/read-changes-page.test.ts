import { afterEach, describe, expect, test } from 'vitest';
import { answerBatch, notFound, urlsOf, type PartReply } from './answer-batch.ts';
import { errorOf } from './error-of.ts';
import { graphError, objectId, person, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';
import { startScriptedHost } from './scripted-host.ts';

const signal = new AbortController().signal;
const SELECT = ['id', 'userPrincipalName', 'displayName'];
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const delta = (query: string, origin = scripted.graph.origin) => `${origin}/v1.0/users/delta?${query}`;
const page = (value: readonly unknown[], links: object) => ({ json: { value, ...links } });
const nextPage = (link: string) => ({ '@odata.nextLink': link });
const watermark = (link: string) => ({ '@odata.deltaLink': link });
const read = (link: string) => scripted.directory.readChangesPage(link, SELECT, signal);
const removed = (number: number, reason = 'changed') => ({ id: objectId(number), '@removed': { reason } });

// https://learn.microsoft.com/en-us/graph/api/user-delta
describe('a watermark', () => {
  const take = () => scripted.directory.takeWatermark(SELECT, signal);

  test('is taken from now on, for the properties that the listing selects', async () => {
    scripted = await startScriptedEntra(() => page([], watermark(delta('$deltatoken=here'))));
    expect(await take()).toBe(delta('$deltatoken=here'));
    expect(scripted.graph.seen.map(({ url }) => decodeURIComponent(url))).toEqual([
      `/v1.0/users/delta?$select=${SELECT.join(',')}&$deltatoken=latest`,
    ]);
  });

  test('is none in a directory that has no changes to read', async () => {
    scripted = await startScriptedEntra(() => graphError(400, 'Request_UnsupportedQuery'));
    expect(await take()).toBeUndefined();
  });

  test.each([
    ['a missing permission', graphError(403, 'Authorization_RequestDenied'), 'permissionMissing'],
    ['throttling', graphError(429, ''), 'graphThrottled'],
    ['an answer without a link', { json: { value: [] } }, 'graphUnavailable'],
  ])('is not given up for %s', async (_why, reply, code) => {
    scripted = await startScriptedEntra(() => reply);
    expect(await errorOf(take())).toMatchObject({ code });
  });

  test('that leads to another host is refused', async () => {
    scripted = await startScriptedEntra(() => page([], watermark(delta('$deltatoken=1', 'https://evil.example'))));
    expect(await errorOf(take())).toMatchObject({ code: 'untrustedLink' });
  });
});

describe('a page of changes', () => {
  test('is asked for by its link, byte for byte', async () => {
    scripted = await startScriptedEntra(() => page([], watermark(delta('$deltatoken=later'))));
    const path = '/v1.0/users/delta?$deltatoken=a%2fb%3D+c&$select=id';
    await read(`${scripted.graph.origin}${path}`);
    expect(scripted.graph.seen.map(({ url }) => url)).toEqual([path]);
  });

  test('tells people and removals apart, whatever the reason of a removal', async () => {
    scripted = await startScriptedEntra(() =>
      page([removed(1), person(2), removed(3, 'deleted'), person(4)], nextPage(delta('$skiptoken=2'))),
    );
    const changes = await read(delta('$deltatoken=here'));
    expect(changes.users.map(({ id }) => id)).toEqual([2, 4].map(objectId));
    expect(changes.removed).toEqual([1, 3].map(objectId));
    expect(changes.next).toEqual({ kind: 'page', link: delta('$skiptoken=2') });
  });

  test('may hold nobody, and lead to the watermark that was asked: nothing has changed since', async () => {
    scripted = await startScriptedEntra(() => page([], watermark(delta('$deltatoken=here'))));
    expect(await read(delta('$deltatoken=here'))).toEqual({
      users: [],
      removed: [],
      complete: true,
      next: { kind: 'watermark', link: delta('$deltatoken=here') },
    });
  });

  test('with removals alone is no missing permission', async () => {
    scripted = await startScriptedEntra(() => page([removed(1)], watermark(delta('$deltatoken=later'))));
    expect(await read(delta('$deltatoken=here'))).toMatchObject({ users: [], removed: [objectId(1)] });
  });

  // https://github.com/microsoftgraph/microsoft-graph-docs/issues/4740
  test('has people who came blank read again by id, all of them blank too', async () => {
    scripted = await startScriptedEntra((request) =>
      request.method === 'POST'
        ? answerBatch(request, (url) => (url.includes(objectId(1)) ? { status: 200, body: person(1) } : notFound))
        : page([{ id: objectId(1) }, { id: objectId(2) }], watermark(delta('$deltatoken=later'))),
    );
    const { users } = await read(delta('$deltatoken=here'));
    expect(users.map(({ id }) => id)).toEqual([objectId(1)]);
    expect(scripted.graph.seen.filter(({ method }) => method === 'POST').flatMap(urlsOf)).toHaveLength(2);
  });

  const blank = (...numbers: number[]) => numbers.map((number) => ({ id: objectId(number) }));
  const answering = (people: readonly object[], answer: (url: string, nth: number) => PartReply) => {
    let batches = 0;
    return startScriptedEntra((request) => {
      if (request.method !== 'POST') return page(people, watermark(delta('$deltatoken=later')));
      batches++;
      return answerBatch(request, (url) => answer(url, batches));
    });
  };
  const passing = { status: 503 };

  test.each([
    ['blank by id as well', { status: 200, body: { id: objectId(1) } }],
    ['forbidden', { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } }],
  ])('whose people nobody may read is a missing permission: %s', async (_how, answer) => {
    scripted = await answering(blank(1), () => answer);
    expect(await errorOf(read(delta('$deltatoken=here')))).toMatchObject({ code: 'permissionMissing' });
  });

  test('whose people cannot be read because Graph is not well blames no tenant, and is tried again', async () => {
    scripted = await answering(blank(1, 2), () => passing);
    expect(await errorOf(read(delta('$deltatoken=here')))).toMatchObject({ code: 'graphUnavailable', class: 'retry' });
  });

  test('with a blank person whose answer fails once is read all the same', async () => {
    scripted = await answering(blank(1, 2), (url, nth) =>
      url.includes(objectId(2)) && nth === 1
        ? passing
        : { status: 200, body: person(url.includes(objectId(2)) ? 2 : 1) },
    );
    expect((await read(delta('$deltatoken=here'))).users.map(({ id }) => id)).toEqual([1, 2].map(objectId));
  });

  test.each([
    ['whose answer never comes', passing],
    ['who is not there any more', notFound],
  ])('with one blank person %s keeps nobody else waiting', async (_who, answer) => {
    scripted = await answering(blank(1), () => answer);
    expect(await read(delta('$deltatoken=here'))).toMatchObject({ users: [], removed: [] });
  });

  test.each<[string, unknown]>([
    ['somebody', { ...person(2), id: undefined }],
    ['a removal', { '@removed': { reason: 'changed' } }],
    ['a removal of what is no id', { id: 'Ada Lovelace', '@removed': { reason: 'changed' } }],
    ['nothing', null],
  ])('that tells of %s without saying who leaves it out, and is not complete', async (_what, item) => {
    scripted = await startScriptedEntra(() =>
      page([person(1), item, removed(3)], watermark(delta('$deltatoken=later'))),
    );
    const { users, ...changes } = await read(delta('$deltatoken=here'));
    expect(users.map(({ id }) => id)).toEqual([objectId(1)]);
    expect(changes).toMatchObject({ removed: [objectId(3)], complete: false });
  });

  test.each([
    ['neither link', {}],
    ['both links', { '@odata.nextLink': 'https://x/', '@odata.deltaLink': 'https://x/' }],
  ])('with %s is broken, and tried again', async (_case, links) => {
    scripted = await startScriptedEntra(() => page([person(1)], links));
    expect(await errorOf(read(delta('$deltatoken=here')))).toMatchObject({ code: 'graphUnavailable' });
  });

  test('that leads back to itself is a loop', async () => {
    scripted = await startScriptedEntra(() => page([person(1)], nextPage(delta('$skiptoken=2'))));
    expect(await errorOf(read(delta('$skiptoken=2')))).toMatchObject({ code: 'untrustedLink' });
  });

  test.each(['@odata.nextLink', '@odata.deltaLink'])('with a %s to another host ends there', async (name) => {
    await using foreign = await startScriptedHost(() => page([], {}));
    scripted = await startScriptedEntra(() => page([person(1)], { [name]: delta('$skiptoken=2', foreign.origin) }));
    expect(await errorOf(read(delta('$deltatoken=here')))).toMatchObject({ code: 'untrustedLink' });
    expect(await errorOf(read(delta('$skiptoken=2', foreign.origin)))).toMatchObject({ code: 'untrustedLink' });
    expect(foreign.seen).toEqual([]);
  });

  // https://learn.microsoft.com/en-us/graph/delta-query-overview#synchronization-reset
  test.each([
    [410, 'syncStateNotFound'],
    [400, 'SyncStateNotFound'],
    [410, 'resyncRequired'],
    [410, ''],
  ])('from a place that Graph has forgotten (%d %s) is begun anew', async (status, code) => {
    const location = 'https://graph.example/v1.0/users/delta?$deltatoken=';
    scripted = await startScriptedEntra(() => graphError(status, code, { location }));
    expect(await errorOf(read(delta('$deltatoken=old')))).toMatchObject({ code: 'pageTokenRefused', class: 'resync' });
    expect(scripted.graph.seen).toHaveLength(1);
  });
});
