import { afterEach, describe, expect, test } from 'vitest';
import type { MailboxQuestion } from '../../sync/mailbox-question.ts';
import { answerBatch, notFound, type PartReply } from './answer-batch.ts';
import { graphError, objectId, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';
import type { Reply } from './scripted-host.ts';

const signal = new AbortController().signal;
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const purpose = (value: string): PartReply => ({ status: 200, body: { value } });
const refused = (status: number, code: string): PartReply => ({ status, body: { error: { code, message: 'Ada' } } });
const NO_PLACES = graphError(403, 'Authorization_RequestDenied');
const question = (number: number): MailboxQuestion => ({
  id: objectId(number),
  fingerprint: '',
  addresses: [`p${number}@contoso.example`],
});
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

async function asks(
  part: (number: number) => PartReply | undefined,
  places: (url: string, origin: string) => Reply = () => NO_PLACES,
  count = 1,
) {
  scripted = await startScriptedEntra((request) =>
    request.url.startsWith('/v1.0/places')
      ? places(request.url, scripted.graph.origin)
      : answerBatch(request, (url) => part(Number(/8000-(\d+)/.exec(url)?.[1]))),
  );
  const asker = scripted.directory.mailboxAsker();
  const ask = () => asker.ask(numbers(count).map(question), signal);
  return { ask, seen: () => scripted.graph.seen.map(({ url }) => url.replace(/\?.*/, '')) };
}

// https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings
describe('a mailbox', () => {
  // prettier-ignore
  test.each<[string, PartReply | undefined, string | undefined]>([
    ['of a user is a person’s',                purpose('user'),                                'person'],
    ['that is linked is a person’s',           purpose('linked'),                              'person'],
    ['of others is a person’s',                purpose('others'),                              'person'],
    ['that is shared is a shared one',         purpose('shared'),                              'sharedMailbox'],
    ['of a room is a room’s',                  purpose('room'),                                'room'],
    ['of equipment is equipment’s',            purpose('equipment'),                           'equipment'],
    ['that Exchange does not keep is none',    refused(404, 'MailboxNotEnabledForRESTAPI'),    'noMailbox'],
    ['with a purpose of the future says nothing', purpose('hologram'),                         undefined],
    ['of somebody who is gone says nothing',   notFound,                                       undefined],
    ['that another 404 is told of, too',       refused(404, 'ErrorItemNotFound'),              undefined],
    ['that cannot be reached, too',            refused(503, 'ServiceUnavailable'),             undefined],
    ['that is throttled, too',                 refused(429, 'TooManyRequests'),                undefined],
    ['that may not be read, too',              refused(403, 'ErrorAccessDenied'),              undefined],
    ['that is not answered for, too',          undefined,                                      undefined],
  ])('%s', async (_guarantee, part, answer) => {
    const { ask } = await asks(() => part);
    expect((await ask()).get(objectId(1))).toBe(answer);
  });
});

test('what may not be asked is not asked again by the same asker', async () => {
  const { ask, seen } = await asks(() => refused(403, 'ErrorAccessDenied'), undefined, 45);
  await ask();
  expect((await ask()).size).toBe(0);
  expect(seen()).toEqual(['/v1.0/$batch', '/v1.0/places/microsoft.graph.room']);
});

// https://learn.microsoft.com/en-us/graph/auth-limit-mailbox-access
test('a mailbox that Exchange closes to us keeps no other from being asked about', async () => {
  const closed = (number: number) => number === 3 || (number > 20 && number <= 40);
  const part = (number: number) => (closed(number) ? refused(403, 'ErrorAccessDenied') : purpose('shared'));
  const { ask, seen } = await asks(part, undefined, 45);
  expect([...(await ask()).keys()].sort()).toEqual(
    numbers(45)
      .filter((number) => !closed(number))
      .map(objectId)
      .sort(),
  );
  expect(seen().filter((url) => url.endsWith('$batch'))).toHaveLength(3);
});

test('forty-five mailboxes take three requests', async () => {
  const { ask, seen } = await asks((number) => purpose(number === 41 ? 'shared' : 'user'), undefined, 45);
  const answers = await ask();
  expect(answers.size).toBe(45);
  expect(answers.get(objectId(41))).toBe('sharedMailbox');
  expect(seen()).toEqual(Array(3).fill('/v1.0/$batch'));
});

test('a batch that is throttled ends the asking, and what was answered stays', async () => {
  const { ask, seen } = await asks((number) => (number === 5 ? refused(429, '') : purpose('room')), undefined, 45);
  expect((await ask()).size).toBe(19);
  expect(seen().filter((url) => url.endsWith('$batch'))).toHaveLength(1);
});

test('rooms are found by their address, on every page of the list, which is read once', async () => {
  const places = (url: string, origin: string): Reply =>
    url.includes('skip')
      ? { json: { value: [{ emailAddress: null }, { emailAddress: 'P2@contoso.example' }] } }
      : { json: { value: [], '@odata.nextLink': `${origin}/v1.0/places/microsoft.graph.room?$skip=1` } };
  const { ask, seen } = await asks(() => refused(403, 'ErrorAccessDenied'), places, 2);
  const expected = new Map([
    [objectId(1), 'noPlace'],
    [objectId(2), 'placeRoom'],
  ]);
  expect(await ask()).toEqual(expected);
  expect(await ask()).toEqual(expected);
  expect(seen().filter((url) => url.includes('places'))).toHaveLength(2);
});

test('a list of rooms that leads to another host is followed nowhere and says nothing', async () => {
  const places = (): Reply => ({ json: { value: [], '@odata.nextLink': 'https://evil.example/rooms' } });
  const { ask } = await asks(() => refused(403, 'ErrorAccessDenied'), places);
  expect((await ask()).size).toBe(0);
});
