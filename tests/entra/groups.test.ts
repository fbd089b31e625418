import { afterEach, describe, expect, test } from 'vitest';
import type { InScope } from '../../sync/evaluate-filter.ts';
import type { EntraGroupId } from '../../sync/ids.ts';
import { answerBatch, notFound, type PartReply, urlsOf } from './answer-batch.ts';
import { errorOf } from './error-of.ts';
import { graphError, objectId, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';
import type { Reply } from './scripted-host.ts';

const signal = new AbortController().signal;
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const groupId = (number: number): EntraGroupId => objectId(number).replace(/^0/, 'a') as EntraGroupId; // a GUID by its form
const SALES = groupId(1);
const seen = () => scripted.graph.seen.map(({ url }) => decodeURIComponent(url));
const headersSeen = () => scripted.graph.seen.map(({ headers }) => headers['consistencylevel']);
const member = (number: number) => ({ '@odata.type': '#microsoft.graph.user', id: objectId(number).toUpperCase() });

// https://learn.microsoft.com/en-us/graph/api/group-list-transitivemembers
describe('the people of a group', () => {
  test.each<readonly [string, object, string]>([
    ['are not believed to be none where the group hides them', { visibility: 'HiddenMembership' }, 'groupHidden'],
    ['are none where the group has none', { visibility: 'Private' }, 'none'],
    ['are none where the group says nothing of it', {}, 'none'],
  ])('%s', async (_guarantee, about, answer) => {
    const group = { id: SALES, displayName: 'Sales', ...about };
    scripted = await startScriptedEntra((request) =>
      request.method === 'POST' ? answerBatch(request, () => ({ status: 200, body: group })) : { json: { value: [] } },
    );
    const read = scripted.directory.readGroupMembersPage(SALES, undefined, signal);
    if (answer === 'none') await expect(read).resolves.toEqual({ members: [], next: undefined });
    else expect(await errorOf(read)).toMatchObject({ code: answer, class: 'tenantAttention' });
  });

  test('of whom one comes without an id are the others', async () => {
    scripted = await startScriptedEntra(() => ({ json: { value: [member(1), { id: null }, {}, null, member(2)] } }));
    const { members } = await scripted.directory.readGroupMembersPage(SALES, undefined, signal);
    expect(members).toEqual([objectId(1), objectId(2)]);
  });

  test('are asked for with those of groups within it, by id alone, as Graph wants an advanced query asked', async () => {
    const link = () => `${scripted.graph.origin}/v1.0/groups/${SALES}/next?$skiptoken=a%2fb`;
    scripted = await startScriptedEntra(({ url }) =>
      url.includes('skiptoken')
        ? { json: { value: [member(3)] } }
        : { json: { value: [member(1), member(2)], '@odata.nextLink': link() } },
    );
    const first = await scripted.directory.readGroupMembersPage(SALES, undefined, signal);
    expect(first).toEqual({ members: [objectId(1), objectId(2)], next: link() });
    expect(await scripted.directory.readGroupMembersPage(SALES, first.next, signal)).toEqual({
      members: [objectId(3)],
      next: undefined,
    });
    expect(seen()[0]).toBe(
      `/v1.0/groups/${SALES}/transitiveMembers/microsoft.graph.user?$count=true&$select=id&$top=999`,
    );
    // Links do not remember headers.
    expect(headersSeen()).toEqual(['eventual', 'eventual']);
  });

  test.each<readonly [string, Reply, string]>([
    ['a group that is not there', graphError(404, 'Request_ResourceNotFound'), 'groupGone'],
    ['a 404 of somebody on the way', { status: 404, text: '<html>' }, 'graphUnavailable'],
    ['a permission that is missing', graphError(403, 'Authorization_RequestDenied'), 'groupsNotReadable'],
    ['consent that was withdrawn', graphError(403, 'Authorization_IdentityNotFound'), 'consentWithdrawn'],
    ['a place that is lost', graphError(400, 'Directory_ExpiredPageToken'), 'pageTokenRefused'],
    ['too many requests', graphError(429, 'TooManyRequests', { 'retry-after': '3' }), 'graphThrottled'],
    ['an answer that is no list', { json: { value: 'all of them' } }, 'graphUnavailable'],
    ['a link to another host', { json: { value: [], '@odata.nextLink': 'https://x.example/' } }, 'untrustedLink'],
  ])('are none after %s: that is told as what it is', async (_what, reply, code) => {
    scripted = await startScriptedEntra(() => reply);
    expect(await errorOf(scripted.directory.readGroupMembersPage(SALES, undefined, signal))).toMatchObject({ code });
  });
});

// https://learn.microsoft.com/en-us/graph/api/user-list-transitivememberof
describe('whether somebody is in one of the groups', () => {
  const refused = (status: number, code: string): PartReply => ({ status, body: { error: { code, message: 'Ada' } } });
  const memberOf = (...ids: readonly string[]): PartReply => ({
    status: 200,
    body: { value: ids.map((id) => ({ id })) },
  });
  const there = (url: string): PartReply => ({ status: 200, body: { id: url.slice('/groups/'.length, 44) } });
  const more = (...ids: readonly string[]) => ({
    status: 200,
    body: { value: ids.map((id) => ({ id })), '@odata.nextLink': `${scripted.graph.origin}/v1.0/more` },
  });

  test.each<readonly [string, () => PartReply | undefined, InScope]>([
    ['is true where a chosen group is among theirs', () => memberOf(groupId(9), SALES.toUpperCase()), true],
    ['is true where it stands on a later page', () => more(groupId(9)), true],
    ['is false where all of theirs are others', () => memberOf(groupId(9)), false],
    ['is false where they are in none', () => memberOf(), false],
    ['is unknown of somebody who is gone', () => notFound, 'unknown'],
    ['is unknown after a failure', () => refused(500, 'InternalServerError'), 'unknown'],
    ['is unknown after an answer that is no list', () => ({ status: 200, body: { value: 7 } }), 'unknown'],
    ['is unknown where the answer is left out', () => undefined, 'unknown'],
  ])('%s', async (_guarantee, part, expected) => {
    scripted = await startScriptedEntra((request) =>
      request.method === 'POST'
        ? answerBatch(request, (url) => (url.startsWith('/groups/') ? there(url) : part()))
        : { json: { value: [{ id: SALES }] } },
    );
    const proofs = await scripted.directory.proveMemberships([objectId(1)], [groupId(2), SALES], signal);
    expect(proofs).toEqual(new Map([[objectId(1), expected]]));
    expect(scripted.graph.seen.slice(0, 1).flatMap(urlsOf)).toEqual([
      `/users/${objectId(1)}/transitiveMemberOf?$select=id&$top=999`,
    ]);
  });

  test.each([
    [429, 'TooManyRequests', 'graphThrottled'],
    [403, 'Authorization_RequestDenied', 'groupsNotReadable'],
  ])('is nobody’s answer when Graph says %d: the whole is asked again or fails', async (status, graphCode, code) => {
    scripted = await startScriptedEntra((request) => answerBatch(request, () => refused(status, graphCode)));
    const asked = scripted.directory.proveMemberships([objectId(1)], [SALES], signal);
    expect(await errorOf(asked)).toMatchObject({ code });
  });

  test('is asked for twenty people at a time, and the groups after them where somebody is in none', async () => {
    scripted = await startScriptedEntra((request) =>
      answerBatch(request, (url) => (url.startsWith('/groups/') ? there(url) : memberOf())),
    );
    const ids = Array.from({ length: 45 }, (_, index) => objectId(index + 1));
    expect([...(await scripted.directory.proveMemberships(ids, [SALES], signal)).keys()]).toEqual(ids);
    expect(scripted.graph.seen.map((request) => urlsOf(request).length)).toEqual([20, 20, 5, 1]);
  });

  test.each<readonly [string, PartReply, string]>([
    ['is gone', notFound, 'groupGone'],
    ['may not be read', refused(403, 'Authorization_RequestDenied'), 'groupsNotReadable'],
    ['cannot be told of', refused(503, 'ServiceUnavailable'), 'graphUnavailable'],
  ])('is nobody’s answer where one of the groups %s and somebody is in none', async (_what, group, code) => {
    scripted = await startScriptedEntra((request) =>
      answerBatch(request, (url) => {
        if (!url.startsWith('/groups/')) return memberOf();
        return url.includes(SALES) ? there(url) : group;
      }),
    );
    const asked = scripted.directory.proveMemberships([objectId(1)], [SALES, groupId(2)], signal);
    expect(await errorOf(asked)).toMatchObject({ code });
  });

  test('is nobody’s answer where one of the groups hides its members and somebody is in none', async () => {
    scripted = await startScriptedEntra((request) => {
      if (request.method === 'GET') return { json: { value: [] } };
      return answerBatch(request, (url) => {
        if (!url.startsWith('/groups/')) return memberOf();
        const visibility = url.includes(SALES) ? 'Private' : 'HiddenMembership';
        return { status: 200, body: { id: url.includes(SALES) ? SALES : groupId(2), displayName: 'x', visibility } };
      });
    });
    const asked = scripted.directory.proveMemberships([objectId(1)], [SALES, groupId(2)], signal);
    expect(await errorOf(asked)).toMatchObject({ code: 'groupHidden' });
  });

  test('is answered although one of the groups is gone, where everybody is in another', async () => {
    scripted = await startScriptedEntra((request) =>
      answerBatch(request, (url) => (url.startsWith('/groups/') ? notFound : memberOf(SALES))),
    );
    const proofs = await scripted.directory.proveMemberships([objectId(1)], [SALES, groupId(2)], signal);
    expect(proofs).toEqual(new Map([[objectId(1), true]]));
  });
});

describe('groups', () => {
  const sales = { id: SALES, displayName: 'Sales', description: null };

  test('are found by id, each by its own answer', async () => {
    scripted = await startScriptedEntra((request) =>
      answerBatch(request, (url) => {
        if (url.includes(SALES)) return { status: 200, body: sales };
        return url.includes(groupId(2)) ? notFound : { status: 403, body: { error: { code: 'x' } } };
      }),
    );
    expect(await scripted.directory.findGroups([SALES, groupId(2), groupId(3)], signal)).toEqual([
      { kind: 'there', group: { id: SALES, name: 'Sales', description: null }, hidesMembers: false },
      { kind: 'gone' },
      { kind: 'notReadable' },
    ]);
  });

  test('are not taken for gone when Graph only fails', async () => {
    scripted = await startScriptedEntra((request) => answerBatch(request, () => ({ status: 503 })));
    expect(await errorOf(scripted.directory.findGroups([SALES], signal))).toMatchObject({ code: 'graphUnavailable' });
  });

  // https://learn.microsoft.com/en-us/graph/search-query-parameter
  test.each([
    ['north sales', '$search="displayName:north" AND "displayName:sales"'],
    [' R&D ', '$search="displayName:R&D"'],
    ['a" OR "description:x', '$search="displayName:a" AND "displayName:OR" AND "displayName:description:x"'],
    ['', '$orderby=displayName'],
  ])('are searched by words of their name, and quotes end none: %j', async (query, which) => {
    scripted = await startScriptedEntra(() => ({ json: { value: [sales] } }));
    const search = { query, limit: 20, link: undefined };
    expect(await scripted.directory.searchGroups(search, signal)).toEqual({
      groups: [{ id: SALES, name: 'Sales', description: null }],
      next: undefined,
    });
    const options = [which, '$count=true', '$select=id,displayName,description', '$top=20'];
    expect(
      [...new URL(scripted.graph.seen[0]?.url ?? '', scripted.graph.origin).searchParams]
        .map((option) => option.join('='))
        .toSorted(),
    ).toEqual(options.toSorted());
    expect(headersSeen()).toEqual(['eventual']);
  });

  test('are not searched by a link that leads elsewhere', async () => {
    scripted = await startScriptedEntra(() => ({ json: { value: [] } }));
    for (const link of ['https://x.example/v1.0/groups', `${scripted.graph.origin}/v1.0/users`]) {
      const searched = scripted.directory.searchGroups({ query: '', limit: 20, link }, signal);
      expect(await errorOf(searched)).toMatchObject({ code: 'pageTokenRefused' });
    }
    expect(scripted.graph.seen).toEqual([]);
  });

  test('are counted with those within them, and left out where Graph does not count', async () => {
    scripted = await startScriptedEntra((request) =>
      answerBatch(request, (url) =>
        url.includes(SALES) ? { status: 200, body: { '@odata.count': 12, value: [] } } : { status: 500 },
      ),
    );
    expect(await scripted.directory.countMembers([SALES, groupId(2)], signal)).toEqual(new Map([[SALES, 12]]));
  });
});
