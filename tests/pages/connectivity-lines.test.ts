import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ApiDeps } from '../../api/api-deps.ts';
import { createApp } from '../../api/create-app.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { hold, openDirectoryBench, PEOPLE, TENANT, type DirectoryBench } from '../api/scripted-directory.ts';
import { answerBatch } from '../entra/answer-batch.ts';
import type { TestTenant } from '../db/stage.ts';
import { filled, formOf, plain, textOf, type Values } from './form-of.ts';
import { admin } from './visitor.ts';

/** Check Connectivity as a browser is sent it, over real HTTP. */

let bench: DirectoryBench;
let tenant: TestTenant;
let cookie: string;
let servers: ReturnType<typeof serve>[];
beforeEach(async () => {
  servers = [];
  bench = await openDirectoryBench();
  tenant = await bench.stage.tenant({ status: 'linked' });
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [tenant.id, TENANT]);
  const { cookies } = await admin(bench, tenant.id);
  cookie = [...cookies].map((each) => each.join('=')).join('; ');
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers) server.close();
  await bench.close();
});

/** The page with its form; what it gives presses Check Connectivity there. */
async function openForm(changes: Partial<ApiDeps> = {}) {
  const server = serve({ fetch: createApp({ ...bench.deps, ...changes }).fetch, port: 0, hostname: '127.0.0.1' });
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const address = `http://127.0.0.1:${port}/tenants/${tenant.id}/integration`;
  const headers = { cookie, accept: 'text/html', origin: new URL(bench.deps.publicUrl).origin };
  const form = formOf(await (await fetch(address, { headers })).text(), 'settings');
  return async (values: Values = {}, signal?: AbortSignal) => {
    const body = new URLSearchParams(filled(form, { ...values, do: 'check' }).map(([name, value]) => [name, value]));
    return inPieces(await fetch(address, { method: 'POST', headers, body, ...(signal && { signal }) }));
  };
}

const press = async (values: Values = {}, changes: Partial<ApiDeps> = {}) => (await openForm(changes))(values);

/** An answer that has begun. */
function inPieces(answer: Response) {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let html = '';
  return {
    answer,
    /** Reads until the page has this text, and gives all that it has by then. */
    async until(text: string) {
      while (!html.includes(text)) {
        const { done, value = '' } = await reader.read();
        if (done) throw new Error(`The page ended without “${text}”: ${textOf(html)}`);
        html += value;
      }
      return html;
    },
    async rest() {
      for (;;) {
        const { done, value = '' } = await reader.read();
        if (done) return html;
        html += value;
      }
    },
  };
}

const lines = () => bench.logged.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
/** What was told, in the order of the page. */
const toldIn = (html: string) =>
  [...html.matchAll(/<span class="value">([^<]*)<\/span>/g)].map(([, told = '']) => plain(told));

test('each line is there as soon as it is known, with what is asked next, and Save stands before them', async () => {
  const held = hold(bench, '/users/$count');
  const page = await press();
  const before = await page.until('Asking Microsoft how many people there are…');
  expect(before).toContain('The directory is Contoso Ltd.');
  expect(before).toMatch(/value="save"/);
  expect(before).not.toContain('People can be read');
  await held.reached;
  held.release();
  const html = await page.rest();
  expect(textOf(html)).toContain('All that a sync needs works. 3 of 7 people in the directory match.');
  expect(html.endsWith('</html>')).toBe(true);
});

test('a long listing tells how far it is', async () => {
  const held = hold(bench, 'skiptoken=6');
  const page = await press();
  await page.until('Asking Microsoft for everybody, to count who matches: 6 people so far…');
  held.release();
  expect(await page.rest()).toContain('3 of 7 people');
});

test('the lines are those of the API, in their order', async () => {
  const expression = "$.mail != 'two@contoso.example'";
  bench.override = ({ url }) =>
    url.startsWith('/v1.0/users?') ? { json: { value: [{ ...PEOPLE[0], displayName: 'Boardroom 4' }] } } : undefined;
  const html = await (await press({ expression })).rest();
  const { filters } = DEFAULT_INTEGRATION_SETTINGS;
  const settings = { ...DEFAULT_INTEGRATION_SETTINGS, filters: { ...filters, expression } };
  const { body } = await bench.ask(`POST /api/tenants/${tenant.id}/connectivity`, { body: { settings } });
  expect(body.checks.map(({ name }) => name)).toEqual(['signIn', 'directory', 'people', 'expression', 'looksLike']);
  expect(toldIn(html.slice(html.indexOf('id="connectivity"')))).toEqual(
    body.checks.map((check) => 'detail' in check && check.detail),
  );
});

test('the answer is as any other page, and no proxy is to keep it', async () => {
  const page = await press();
  await page.rest();
  const { status, headers } = page.answer;
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  expect(headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'");
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-accel-buffering')).toBe('no');
});

test('an error in the middle ends in a sentence, a whole page, and a line of the log', async () => {
  const directoryOf: ApiDeps['directoryOf'] = (id) => ({
    ...bench.deps.directoryOf(id),
    countUsers: () => Promise.reject(new TypeError('a mistake of ours')),
  });
  const html = await (await press({}, { directoryOf })).rest();
  const shown = textOf(html);
  expect(shown).toContain('Passed: The directory is Contoso Ltd.');
  expect(shown).toMatch(/Failed: Rollcall met something that it did not expect\. Try again\./);
  expect(shown).toContain('The check broke off before its end');
  expect(shown).not.toContain('a mistake of ours');
  expect(html.endsWith('</html>')).toBe(true);
  const [, requestId] = /Request id: (\S+)/.exec(shown) ?? [];
  expect(lines()).toContainEqual(expect.objectContaining({ event: 'requestFailed', requestId, error: 'TypeError' }));
});

test('whoever closes the page is asked for no more', async () => {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal); // nothing else ends it
  const held = hold(bench, '/organization');
  const leaving = new AbortController();
  const page = await (await openForm())({}, leaving.signal);
  await page.until('Asking Microsoft which directory it is…');
  const { givenUp } = await held.reached;
  leaving.abort();
  await givenUp;
  await vi.waitFor(() => expect(lines()).toContainEqual(expect.objectContaining({ event: 'clientLeft' })), {
    timeout: 30_000,
  });
  held.release();
  expect(bench.seen().filter((url) => url.includes('/users'))).toEqual([]);
  expect(lines().filter(({ event }) => event === 'requestFailed')).toEqual([]);
});

test('the page comes though Microsoft does not say who the example people are, and says so', async () => {
  const examples = [{ entraObjectId: PEOPLE[0]?.id, expected: 'imported' }];
  const put = await bench.ask(`PUT /api/tenants/${tenant.id}/examples`, {
    body: { items: examples },
    headers: { 'if-match': '"1"' },
  });
  expect(put.status).toBe(200);
  const found = { status: 200, body: PEOPLE[0] };
  bench.override = (request) => (request.url.includes('$batch') ? answerBatch(request, () => found) : undefined);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal); // nothing else ends it
  const held = hold(bench, '$batch');
  const pressIt = await openForm();
  const page = await pressIt();
  const html = await page.until('Asking Microsoft about the example people…');
  expect(textOf(html)).toContain('They could not be tried: Microsoft has not answered yet.');
  held.release();
  expect(textOf(await page.rest())).toContain('1 of 1 as expected.');
});
