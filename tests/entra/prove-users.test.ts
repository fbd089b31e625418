import { afterEach, describe, expect, test } from 'vitest';
import { answerBatch, notFound, type PartReply, urlsOf } from './answer-batch.ts';
import { errorOf } from './error-of.ts';
import { graphError, objectId, person, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';

const signal = new AbortController().signal;
const SELECT = ['id', 'userPrincipalName', 'displayName'];
const CONTROL = objectId(900);
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const there = (number: number): PartReply => ({ status: 200, body: person(number) });
const refused = (status: number, code: string, headers = {}): PartReply => ({
  status,
  headers,
  body: { error: { code, message: 'Ada Lovelace' } },
});

/** Each person is answered as said; who is not named is there. */
const directoryOf = (parts: Readonly<Record<number, PartReply | undefined>>) =>
  startScriptedEntra((request) =>
    answerBatch(request, (url) => {
      const number = Number(/8000-(\d+)/.exec(url)?.[1]);
      return Object.hasOwn(parts, number) ? parts[number] : there(number);
    }),
  );

/** The kinds of proof, by the numbers of people. */
async function prove(numbers: readonly number[], control: typeof CONTROL | undefined = CONTROL) {
  const proofs = await scripted.directory.proveUsers(numbers.map(objectId), control, SELECT, signal);
  return numbers.map((number) => proofs.get(objectId(number))?.kind);
}

// https://learn.microsoft.com/en-us/graph/delta-query-overview · https://learn.microsoft.com/en-us/graph/json-batching
describe('a person is proven', () => {
  test.each<readonly [string, PartReply | undefined, string]>([
    ['gone by Graph’s own 404', notFound, 'gone'],
    ['nothing by a 404 with another code', refused(404, 'itemNotFound'), 'unproven'],
    ['nothing by a 404 without a body', { status: 404 }, 'unproven'],
    ['nothing by a 404 that a proxy wrote', { status: 404, body: '<html>' }, 'unproven'],
    ['there by an answer with properties', there(1), 'there'],
    ['nothing by an answer with the id alone', { status: 200, body: { id: objectId(1) } }, 'unproven'],
    ['nothing by an answer about another person', there(2), 'unproven'],
    ['nothing by an answer that is no person', { status: 200, body: 'Ada Lovelace' }, 'unproven'],
    ['nothing by a refusal', refused(403, 'Authorization_RequestDenied'), 'unproven'],
    ['nothing by a failure', refused(500, 'InternalServerError'), 'unproven'],
    ['nothing by a failure of what it depended on', refused(424, 'FailedDependency'), 'unproven'],
    ['nothing when the answer leaves them out', undefined, 'unproven'],
  ])('%s', async (_guarantee, part, expected) => {
    scripted = await directoryOf({ 1: part });
    expect(await prove([1])).toEqual([expected]);
  });

  test('each by their own part, in whatever order the parts come', async () => {
    scripted = await directoryOf({ 2: notFound, 4: refused(500, ''), 5: notFound });
    expect(await prove([1, 2, 3, 4, 5])).toEqual(['there', 'gone', 'there', 'unproven', 'gone']);
  });

  test('the same when they are asked about twice', async () => {
    scripted = await directoryOf({ 2: notFound });
    expect(await prove([1, 2])).toEqual(await prove([1, 2]));
  });

  test('with the properties that were asked for', async () => {
    scripted = await directoryOf({});
    const proofs = await scripted.directory.proveUsers([objectId(1)], CONTROL, SELECT, signal);
    expect(proofs.get(objectId(1))).toMatchObject({ user: { properties: { displayName: 'Person 1' } } });
    expect(scripted.graph.seen.flatMap(urlsOf)).toContain(`/users/${objectId(1)}?$select=${SELECT.join(',')}`);
  });
});

describe('somebody known to exist', () => {
  test('is asked for in each batch, which holds at most twenty, and is not among the proofs', async () => {
    scripted = await directoryOf({});
    const ids = Array.from({ length: 40 }, (_, index) => objectId(index + 1));
    const proofs = await scripted.directory.proveUsers(ids, CONTROL, SELECT, signal);
    const batches = scripted.graph.seen.map(urlsOf);
    expect(batches.map((urls) => urls.length)).toEqual([20, 20, 3]);
    expect(batches.every((urls) => urls[0]?.includes(CONTROL))).toBe(true);
    expect([...proofs.keys()].toSorted()).toEqual(ids);
  });

  test.each([
    ['is not there either', notFound],
    ['is only an id', { status: 200, body: { id: CONTROL } }],
  ])('makes the whole batch worthless when they are not found: %s', async (_how, part) => {
    scripted = await directoryOf({ 900: part, 1: notFound, 2: notFound });
    expect(await prove([1, 2, 3])).toEqual(['unproven', 'unproven', 'there']);
  });

  test('who is refused fails the whole: the directory lets us see nobody', async () => {
    scripted = await directoryOf({ 900: refused(403, 'Authorization_RequestDenied'), 1: notFound });
    expect(await errorOf(prove([1]))).toMatchObject({ code: 'permissionMissing' });
  });

  test('may be anybody who is found in the same batch, where nobody is named', async () => {
    scripted = await directoryOf({ 1: notFound });
    const proofs = await scripted.directory.proveUsers([1, 2].map(objectId), undefined, SELECT, signal);
    expect(proofs.get(objectId(1))).toEqual({ kind: 'gone' });
  });

  test.each([
    ['somebody who is named', CONTROL],
    ['nobody', undefined],
  ])('who cannot be found leaves it to the deleted items: where %s is named', async (_who, control) => {
    scripted = await startScriptedEntra((request) =>
      answerBatch(request, (url) => {
        if (url === `/directory/deletedItems/${objectId(1)}?$select=id`)
          return { status: 200, body: { id: objectId(1) } };
        return notFound;
      }),
    );
    const proofs = await scripted.directory.proveUsers([1, 2].map(objectId), control, SELECT, signal);
    expect([...proofs.values()].map(({ kind }) => kind)).toEqual(['gone', 'unproven']);
  });

  test('is missing when nobody is named and nobody is found: then nobody is gone', async () => {
    scripted = await directoryOf({ 1: notFound, 2: notFound });
    const proofs = await scripted.directory.proveUsers([1, 2].map(objectId), undefined, SELECT, signal);
    expect([...proofs.values()].map(({ kind }) => kind)).toEqual(['unproven', 'unproven']);
  });
});

// https://learn.microsoft.com/en-us/graph/throttling
describe('a throttled part', () => {
  test('fails the whole, with the longest wait of all of them', async () => {
    scripted = await directoryOf({
      1: refused(429, 'TooManyRequests', { 'Retry-After': '3' }),
      2: refused(429, '', { 'retry-after': 11 }),
      3: refused(429, ''),
      4: notFound,
    });
    expect(await errorOf(prove([1, 2, 3, 4]))).toMatchObject({ code: 'graphThrottled', retryAfterMs: 11_000 });
  });

  test('may name no wait', async () => {
    scripted = await directoryOf({ 1: refused(429, '') });
    expect(await errorOf(prove([1]))).toMatchObject({ code: 'graphThrottled', retryAfterMs: undefined });
  });
});

test.each([
  ['is refused', graphError(403, 'Authorization_RequestDenied'), 'permissionMissing'],
  ['is throttled', graphError(429, 'TooManyRequests'), 'graphThrottled'],
  ['is cut short', { text: '{"responses":[{"id":"0"' }, 'graphUnavailable'],
  ['holds no answers', { json: { value: [] } }, 'graphUnavailable'],
])('a batch that %s as a whole proves nobody gone', async (_how, reply, code) => {
  scripted = await startScriptedEntra(() => reply);
  expect(await errorOf(prove([1]))).toMatchObject({ code });
});

test('nobody to prove asks nothing', async () => {
  scripted = await directoryOf({});
  expect(await prove([])).toEqual([]);
  expect(scripted.graph.seen).toEqual([]);
});
