import { afterEach, describe, expect, test } from 'vitest';
import { answerBatch, notFound, urlsOf } from './answer-batch.ts';
import { errorOf } from './error-of.ts';
import { graphError, objectId, person, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';
import { startScriptedHost } from './scripted-host.ts';

const signal = new AbortController().signal;
const SELECT = ['id', 'userPrincipalName', 'accountEnabled', 'userType', 'displayName'];
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const page = (value: readonly unknown[], next?: string) => ({ json: { value, '@odata.nextLink': next } });
const blank = (number: number) => ({ id: objectId(number), userPrincipalName: null, displayName: null });
const read = (link?: string, select: readonly string[] = SELECT) =>
  scripted.directory.readUsersPage(link, select, signal);
const idsOf = ({ users }: { readonly users: readonly { readonly id: string }[] }) => users.map(({ id }) => id);

// https://learn.microsoft.com/en-us/graph/api/user-list
describe('the first page', () => {
  test('asks for as many people as a page holds, with what is selected and nothing else', async () => {
    scripted = await startScriptedEntra(() => page([person(1)]));
    await read();
    expect(scripted.graph.seen.map(({ method, url }) => [method, decodeURIComponent(url)])).toEqual([
      ['GET', `/v1.0/users?$top=999&$select=${SELECT.join(',')}`],
    ]);
  });

  test('gives of a person what was selected, also where Graph sends more', async () => {
    scripted = await startScriptedEntra(() => page([person(1, { department: 'Sales', aboutMe: 'a secret' })]));
    const { users, next } = await read(undefined, [...SELECT, 'department']);
    expect(users).toMatchObject([{ id: objectId(1), properties: { department: 'Sales' } }]);
    expect(users[0]?.properties).not.toHaveProperty('aboutMe');
    expect(next).toBeUndefined();
  });

  test('writes ids in one spelling, so that they can be compared', async () => {
    scripted = await startScriptedEntra(() =>
      page([{ ...person(1), id: '0F8FAD5B-D9CB-469F-A165-70867728950E', userPrincipalName: 'a@b.example' }]),
    );
    expect(idsOf(await read())).toEqual(['0f8fad5b-d9cb-469f-a165-70867728950e']);
  });

  test('of a property in an unheard-of shape counts as not set, and costs nobody', async () => {
    scripted = await startScriptedEntra(() =>
      page([person(1, { accountEnabled: 'yes', proxyAddresses: null, otherMails: [7, 'a@b.example'] }), person(2)]),
    );
    const { users } = await read();
    expect(users).toMatchObject([
      { accountEnabled: null, proxyAddresses: [], otherMails: ['a@b.example'] },
      { id: objectId(2) },
    ]);
  });
});

// https://learn.microsoft.com/en-us/graph/paging
describe('a link to the next page', () => {
  test('is followed byte for byte', async () => {
    scripted = await startScriptedEntra(() => page([person(2)]));
    const path = '/v1.0/users?$skiptoken=RFNwdAIAAQ%3d%3D%2f+b&zeta=1&$select=id,%20mail&alpha=&%24top=999';
    await read(`${scripted.graph.origin}${path}`);
    expect(scripted.graph.seen.map(({ url }) => url)).toEqual([path]);
  });

  test('is given beside a page that holds nobody', async () => {
    scripted = await startScriptedEntra(() => page([], `${scripted.graph.origin}/v1.0/users?$skiptoken=2`));
    const next = `${scripted.graph.origin}/v1.0/users?$skiptoken=2`;
    expect(await read()).toEqual({ users: [], next, complete: true });
  });

  test('that leads back to its own page is a loop, and ends the listing', async () => {
    scripted = await startScriptedEntra(() => page([person(1)], `${scripted.graph.origin}/v1.0/users?$skiptoken=2`));
    const { next } = await read();
    expect(await errorOf(read(next))).toMatchObject({ code: 'untrustedLink' });
    expect(scripted.graph.seen).toHaveLength(2);
  });

  test.each([
    ['another host', (origin: string) => `${origin}/v1.0/users?$skiptoken=2`],
    ['another host that looks like a name and password', (origin: string) => withUser(scripted.graph.origin, origin)],
    ['our host with a name', () => withName('ada')],
    ['our host with a password', () => withName(':lovelace')],
    ['our host without TLS', () => scripted.graph.origin.replace('https:', 'http:')],
    ['our host on another port', () => scripted.graph.origin.replace(/\d+$/, '1')],
    ['no host at all', () => '/v1.0/users?$skiptoken=2'],
  ])('to %s is not followed: no token is asked for, and nobody sees one', async (_where, linkTo) => {
    await using foreign = await startScriptedHost(() => page([person(1)]));
    scripted = await startScriptedEntra(() => page([person(1)], linkTo(foreign.origin)));
    expect(await errorOf(read(linkTo(foreign.origin)))).toMatchObject({ code: 'untrustedLink' });
    expect([foreign.seen, scripted.graph.seen, scripted.tokens]).toEqual([[], [], []]);

    expect(await errorOf(read())).toMatchObject({ code: 'untrustedLink' });
    expect(foreign.seen).toEqual([]);
  });

  const withUser = (graph: string, foreign: string) => `${graph}:x@${new URL(foreign).host}/v1.0/users`;
  const withName = (name: string) => `${scripted.graph.origin.replace('https://', `https://${name}@`)}/v1.0/users`;

  test('is not followed where Graph redirects it elsewhere', async () => {
    await using foreign = await startScriptedHost(() => page([person(1)]));
    scripted = await startScriptedEntra(() => ({ status: 302, headers: { location: `${foreign.origin}/take-it` } }));
    expect(await errorOf(read())).toMatchObject({ code: 'untrustedLink' });
    expect(foreign.seen).toEqual([]);
  });
});

// https://github.com/microsoftgraph/microsoft-graph-docs/issues/4740
describe('people of whom a page holds only the id', () => {
  const listing = (value: readonly unknown[], again: Readonly<Record<string, unknown>>) =>
    startScriptedEntra((request) =>
      request.method === 'GET'
        ? page(value)
        : answerBatch(request, (url) => {
            const found = Object.entries(again).find(([id]) => url.includes(id));
            return found === undefined ? notFound : { status: 200, body: found[1] };
          }),
    );

  test('are read again by id, with the same properties', async () => {
    scripted = await listing([person(1), blank(2), person(3)], { [objectId(2)]: person(2) });
    expect(idsOf(await read())).toEqual([objectId(1), objectId(3), objectId(2)]);
    const batches = scripted.graph.seen.filter(({ method }) => method === 'POST');
    expect(batches.flatMap(urlsOf)).toEqual([`/users/${objectId(2)}?$select=${SELECT.join(',')}`]);
  });

  test('are left out when they cannot be read then either: absence removes nobody', async () => {
    scripted = await listing([person(1), blank(2), blank(3)], { [objectId(3)]: blank(3) });
    expect(idsOf(await read())).toEqual([objectId(1)]);
  });

  test('are a missing permission when everybody on the page is blank, and nobody is asked for', async () => {
    scripted = await listing([blank(1), blank(2)], {});
    expect(await errorOf(read())).toMatchObject({ code: 'permissionMissing' });
    expect(scripted.graph.seen).toHaveLength(1);
  });
});

// https://learn.microsoft.com/en-us/graph/traverse-the-graph
describe('somebody whom a page tells of without saying who', () => {
  test.each<[string, unknown]>([
    ['without an id', { ...person(2), id: undefined }],
    ['with an id that is null', { ...person(2), id: null }],
    ['with an id that is none', { ...person(2), id: 'Ada Lovelace' }],
    ['as a mere name', 'Ada Lovelace'],
    ['as nothing', null],
  ])('%s is left out, and the page is not complete', async (_how, item) => {
    scripted = await startScriptedEntra(() => page([person(1), item, person(3)]));
    const listed = await read();
    expect([idsOf(listed), listed.complete]).toEqual([[objectId(1), objectId(3)], false]);
    expect(scripted.graph.seen).toHaveLength(1);
  });

  test('is no missing permission, also where nobody else is on the page', async () => {
    scripted = await startScriptedEntra(() => page([{ userPrincipalName: 'ada@contoso.example' }]));
    expect(await read()).toEqual({ users: [], next: undefined, complete: false });
  });

  test('hides no missing permission: everybody else is blank', async () => {
    scripted = await startScriptedEntra(() => page([{}, blank(1)]));
    expect(await errorOf(read())).toMatchObject({ code: 'permissionMissing' });
  });
});

describe('a refused listing', () => {
  const long = [...SELECT, ...Array.from({ length: 12 }, (_, index) => `extension_${'0'.repeat(32)}_field${index}`)];

  test.each([
    ['with very many properties is the admin’s to cure', long, graphError(400, 'Request_BadRequest'), 'tooManyFields'],
    ['with few properties is our bug', SELECT, graphError(400, 'Request_BadRequest'), 'requestRefused'],
    ['for another reason is that, however long it is', long, graphError(429, ''), 'graphThrottled'],
    ['whose place is lost is told', SELECT, graphError(400, 'Directory_ExpiredPageToken'), 'pageTokenRefused'],
  ])('%s', async (_guarantee, select, reply, code) => {
    scripted = await startScriptedEntra(() => reply);
    expect(await errorOf(read(undefined, select))).toMatchObject({ code });
    expect(scripted.graph.seen).toHaveLength(1);
  });

  test('that names a wait passes it on, and is asked once', async () => {
    scripted = await startScriptedEntra(() => graphError(429, 'TooManyRequests', { 'retry-after': '2.128' }));
    expect(await errorOf(read())).toMatchObject({ code: 'graphThrottled', retryAfterMs: 2_128 });
    expect(scripted.graph.seen).toHaveLength(1);
  });

  test.each([
    ['kept where it is one', '1B9C3F8E-6E70-4F4D-8F0E-1C1C2B1A0D9F', '1B9C3F8E-6E70-4F4D-8F0E-1C1C2B1A0D9F'],
    ['dropped where it may be anything', 'Ada Lovelace', undefined],
  ])('gives Microsoft’s request id, %s', async (_how, header, requestId) => {
    scripted = await startScriptedEntra(() => graphError(500, '', { 'request-id': header }));
    expect((await errorOf(read())).requestId).toBe(requestId);
  });
});

describe('an answer that is no page is tried again by whoever asked', () => {
  test.each([
    ['JSON that is cut short', { text: '{"value":[{"id":"0000' }],
    ['a page of a proxy', { text: '<html>Sign in to the network</html>' }],
    ['an empty body', { text: '' }],
    ['JSON without people', { json: { error: 'none' } }],
    ['a broken server', { status: 502, text: '<html>' }],
  ])('%s', async (_case, reply) => {
    scripted = await startScriptedEntra(() => reply);
    expect(await errorOf(read())).toMatchObject({ code: 'graphUnavailable', class: 'retry' });
  });

  test('a body that is cut off half way', async () => {
    scripted = await startScriptedEntra((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"value":[', () => response.destroy());
      return undefined;
    });
    expect(await errorOf(read())).toMatchObject({ code: 'graphUnavailable' });
  });

  test('a connection that is reset', async () => {
    scripted = await startScriptedEntra((_request, response) => {
      response.destroy();
      return undefined;
    });
    expect(await errorOf(read())).toMatchObject({ code: 'graphUnavailable' });
  });

  test('a body that drips beyond the time limit', async () => {
    const dripping: NodeJS.Timeout[] = [];
    scripted = await startScriptedEntra(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        dripping.push(setInterval(() => response.write(' '), 10));
        return undefined;
      },
      { timeLimitMs: 300 },
    );
    const begunAt = performance.now();
    expect(await errorOf(read())).toMatchObject({ code: 'graphUnavailable' });
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(290);
    dripping.forEach(clearInterval);
  });

  test('a host that is not there', async () => {
    scripted = await startScriptedEntra(() => page([person(1)]));
    await scripted.directory.signIn(signal);
    await scripted.graph[Symbol.asyncDispose]();
    expect(await errorOf(read())).toMatchObject({ code: 'graphUnavailable' });
  });
});

test('who stops reading in the middle of a page gets their own reason', async () => {
  const stopped = new AbortController();
  scripted = await startScriptedEntra(() => {
    stopped.abort(new Error('paused'));
    return undefined;
  });
  await expect(scripted.directory.readUsersPage(undefined, SELECT, stopped.signal)).rejects.toThrow('paused');
});
