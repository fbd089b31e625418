import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { answerBatch } from './answer-batch.ts';
import { errorOf } from './error-of.ts';
import { graphError, objectId, SECRET, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';
import type { Reply, Script } from './scripted-host.ts';

const signal = new AbortController().signal;
/** What Microsoft may send, or what was sent to it: a person, our secret, a token, a URL with its page token. */
const NEVER = /Ada|Lovelace|person1|contoso|the-secret-of-our-app|token-number|Bearer|https?:|skiptoken|AADSTS|select/i;
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const spoken = 'Ada Lovelace <ada@contoso.example> https://graph.example/users?$skiptoken=1 Bearer token-number-1';
const entra = (error: string, number: number): Reply => ({
  status: 401,
  json: { error, error_description: `AADSTS${number}: ${spoken} ${SECRET}`, error_codes: [number] },
});

describe('no error holds a token, a secret, a URL or a person’s name:', () => {
  const readPage = () => scripted.directory.readUsersPage(undefined, ['id', 'displayName'], signal);
  const follow = () => scripted.directory.readUsersPage('https://evil.example/?$skiptoken=1', ['id'], signal);
  const prove = () => scripted.directory.proveUsers([objectId(1)], objectId(2), ['id'], signal);
  const spokenBody = { error: { code: 'Request_BadRequest', message: spoken } };

  test.each<readonly [string, Script, () => Promise<unknown>, Reply | undefined]>([
    ['a refused request', () => ({ status: 400, json: spokenBody }), readPage, undefined],
    ['a code that is a text', () => graphError(403, spoken), readPage, undefined],
    ['a header that is a text', () => graphError(500, '', { 'request-id': 'Ada Lovelace' }), readPage, undefined],
    ['a page of a proxy', () => ({ text: `<html>${spoken}</html>` }), readPage, undefined],
    ['a page cut short', () => ({ text: `{"value":[{"displayName":"${spoken}"` }), readPage, undefined],
    ['a page of no shape', () => ({ json: { value: spoken } }), readPage, undefined],
    ['a reset', (_request, response) => void response.destroy(), readPage, undefined],
    ['a foreign link', () => ({}), follow, undefined],
    ['a refused part', (request) => answerBatch(request, () => ({ status: 403, body: spokenBody })), prove, undefined],
    ['a refused sign-in', () => ({}), readPage, entra('invalid_client', 7000215)],
    ['a sign-in that nobody has heard of', () => ({}), readPage, entra(spoken, 1)],
    ['a sign-in host’s page', () => ({}), readPage, { status: 500, text: `<html>${spoken}</html>` }],
  ])('%s', async (_case, script, work, refusal) => {
    scripted = await startScriptedEntra(script);
    scripted.refuseTokens = () => refusal;
    const printed = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    const error = await errorOf(work());
    const whole = `${error.message}\n${inspect(error, { depth: Infinity, showHidden: true, getters: true })}`;
    const said = whole.replaceAll(/^\s+at .*$/gm, ''); // file names, of which some hold a select
    expect(said).not.toMatch(NEVER);
    for (const stream of printed) expect(stream.mock.calls.join('\n')).not.toMatch(NEVER);
  });
});
