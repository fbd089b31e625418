import { afterEach, expect, test } from 'vitest';
import { getBatch } from '../../entra/batch.ts';
import { BATCH_SIZE } from '../../entra/limits.ts';
import { createGraphClient } from '../../entra/graph-client.ts';
import { answerBatch, notFound } from './answer-batch.ts';
import { type Script, type ScriptedHost, startScriptedHost } from './scripted-host.ts';

const signal = new AbortController().signal;
let host: ScriptedHost;
afterEach(() => host[Symbol.asyncDispose]());

async function batch(urls: readonly string[], script: Script) {
  host = await startScriptedHost(script);
  const tokens = { token: async () => 'a-token', forget: () => undefined };
  return getBatch(createGraphClient(host.origin, tokens, 5_000), urls, signal);
}

// https://learn.microsoft.com/en-us/graph/json-batching
test('many requests go as one, and answers come back in the order of the requests', async () => {
  const answers = await batch(['/users/a', '/users/b', '/users/c', '/users/d'], (request) =>
    answerBatch(request, (url) => {
      if (url === '/users/b') return notFound;
      if (url === '/users/c') return { status: 503, headers: { 'RETRY-AFTER': 4 } };
      return url === '/users/d' ? undefined : { status: 200, body: { url } };
    }),
  );
  expect(answers).toEqual([
    { kind: 'answered', body: { url: '/users/a' } },
    { kind: 'notThere' },
    { kind: 'refused', code: 'graphThrottled', retryAfterMs: 4_000 },
    { kind: 'refused', code: 'graphUnavailable', retryAfterMs: undefined },
  ]);
  expect(host.seen.map(({ method, url, headers }) => [method, url, headers['content-type']])).toEqual([
    ['POST', '/v1.0/$batch', 'application/json'],
  ]);
});

test('more than Graph takes at once is a mistake of the caller’s, and not sent', async () => {
  const urls = Array.from({ length: BATCH_SIZE + 1 }, () => '/users/a');
  await expect(batch(urls, () => ({}))).rejects.toThrow('A batch holds 20 requests, not 21.');
  expect(host.seen).toEqual([]);
});
