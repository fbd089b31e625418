import { afterEach, describe, expect, test } from 'vitest';
import { MOST_PHOTO_BYTES } from '../../sync/photo.ts';
import { answerBatch, notFound, type PartReply, urlsOf } from './answer-batch.ts';
import { errorOf } from './error-of.ts';
import { graphError, objectId, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';
import type { Reply } from './scripted-host.ts';

const signal = new AbortController().signal;
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const photo = (etag: string, more: object = {}): PartReply => ({
  status: 200,
  body: { '@odata.mediaEtag': etag, id: '648x648', width: 648, height: 648, ...more },
});
const refused = (status: number, code: string, headers = {}): PartReply => ({
  status,
  headers,
  body: { error: { code, message: 'Ada Lovelace' } },
});

// https://learn.microsoft.com/en-us/graph/api/profilephoto-get
describe('what Graph says of photos', () => {
  const tagsOf = async (parts: readonly (PartReply | undefined)[]) => {
    scripted = await startScriptedEntra((request) =>
      answerBatch(request, (url) => parts[Number(/8000-(\d+)/.exec(url)?.[1]) - 1]),
    );
    const ids = parts.map((_, index) => objectId(index + 1));
    const tags = await scripted.directory.readPhotoTags(ids, signal);
    return ids.map((id) => tags.get(id));
  };

  test('is asked without the photos, twenty people a request', async () => {
    await tagsOf(Array.from({ length: 25 }, () => photo('"1"')));
    const asked = scripted.graph.seen.map((request) => urlsOf(request));
    expect(asked.map((urls) => urls.length)).toEqual([20, 5]);
    expect(asked[0]?.[0]).toBe(`/users/${objectId(1)}/photo`);
  });

  test.each<[string, PartReply | undefined, object]>([
    ['the tag of a photo', photo('"A1"'), { kind: 'photo', etag: '"A1"' }],
    ['that there is none', refused(404, 'ImageNotFound'), { kind: 'none' }],
    ['that there is not even a mailbox', refused(404, 'ErrorNonExistentMailbox'), { kind: 'none' }],
    ['that there is none, by one pixel', photo('"A1"', { width: 1, height: 1 }), { kind: 'none' }],
    ['nothing of somebody who is gone', notFound, { kind: 'untold' }],
    ['nothing by a 404 that a proxy wrote', { status: 404, body: '<html>' }, { kind: 'untold' }],
    ['nothing by a failure', refused(500, 'ErrorInternalServerError'), { kind: 'untold' }],
    ['nothing of a mailbox that a policy closes to us', refused(403, 'ErrorAccessDenied'), { kind: 'untold' }],
    ['nothing by an answer without a tag', { status: 200, body: { id: '1x1' } }, { kind: 'untold' }],
    ['nothing by no answer', undefined, { kind: 'untold' }],
  ])('tells %s', async (_guarantee, part, tag) => {
    expect((await tagsOf([part, photo('"other"')]))[0]).toEqual(tag);
  });

  test('is a missing permission where nobody’s may be read, and a wait where one has to', async () => {
    const forbidden = refused(403, 'Authorization_RequestDenied');
    expect(await errorOf(tagsOf([forbidden, forbidden]))).toMatchObject({ code: 'permissionMissing' });
    await scripted[Symbol.asyncDispose]();
    const throttled = refused(429, 'ApplicationThrottled', { 'Retry-After': '7' });
    expect(await errorOf(tagsOf([photo('"1"'), throttled]))).toMatchObject({
      code: 'graphThrottled',
      retryAfterMs: 7000,
    });
  });
});

describe('a photo', () => {
  const CONTENT = Buffer.from('ffd8ffe000ff7f80c3280d0a', 'hex');
  /** Answers by the last part of the path: the size, or `photo` for the largest. */
  const read = async (answers: Readonly<Record<string, Buffer | Reply>>) => {
    scripted = await startScriptedEntra((request, response) => {
      const what = /photos?\/(\w+)/.exec(request.url)?.[1] ?? 'largest';
      const answer = answers[what] ?? graphError(404, 'ImageNotFound');
      if (!Buffer.isBuffer(answer)) return answer;
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(answer);
      return undefined;
    });
    return scripted.directory.readPhoto(objectId(1), signal);
  };
  const asked = () => scripted.graph.seen.map(({ url }) => url.replace(/.*\/users\/[^/]+/, ''));

  test('comes as it is, byte for byte, of the size that fits', async () => {
    expect(Buffer.from((await read({ '240x240': CONTENT })) as Uint8Array)).toEqual(CONTENT); // read whole
    expect(asked()).toEqual(['/photos/240x240/$value']);
  });

  test('that is smaller, or kept in Entra, comes as the largest there is', async () => {
    expect(await read({ largest: CONTENT })).toHaveLength(CONTENT.length);
    expect(asked()).toEqual(['/photos/240x240/$value', '/photo/$value']);
  });

  test('that is not there any more is none', async () => {
    expect(await read({})).toBeUndefined();
  });

  test('may be as long as it may, and a byte more is too large', async () => {
    expect(await read({ '240x240': Buffer.alloc(MOST_PHOTO_BYTES) })).toHaveLength(MOST_PHOTO_BYTES);
    await scripted[Symbol.asyncDispose]();
    expect(await read({ '240x240': Buffer.alloc(MOST_PHOTO_BYTES + 1) })).toBe('tooLarge');
  });

  test('without an end is given up, whatever it says of its length', async () => {
    let sent = 0;
    scripted = await startScriptedEntra((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg' });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
      return undefined;
    });
    expect(await scripted.directory.readPhoto(objectId(1), signal)).toBe('tooLarge');
    expect(sent).toBeLessThan(100 * MOST_PHOTO_BYTES);
  });

  test.each<[string, Reply, string]>([
    ['throttling', graphError(429, ''), 'graphThrottled'],
    ['a missing permission', graphError(403, 'Authorization_RequestDenied'), 'permissionMissing'],
    ['a failure', graphError(502, ''), 'graphUnavailable'],
    ['a proxy’s 404', { status: 404, text: '<html>' }, 'graphUnavailable'],
  ])('is not none for %s', async (_why, reply, code) => {
    expect(await errorOf(read({ '240x240': reply }))).toMatchObject({ code });
  });
});
