import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problem, startFakeRollcall, type FakeRollcall } from './fake-rollcall.ts';
import { KEY, rollcall } from './rollcall.ts';
import { listOf, tenant } from './sample.ts';

/** A checkout of its own, so that what runs from this one is neither seen nor disturbed. */
let checkout: string;
let command: string;
let fake: FakeRollcall;

const ours = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'rollcall-checkout-'));
  command = join(checkout, 'cli', 'bin.js');
  await cp(ours('cli'), join(checkout, 'cli'), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) await cp(ours(file), join(checkout, file));
  await symlink(ours('node_modules'), join(checkout, 'node_modules'));
  fake = await startFakeRollcall({ 'GET /api/tenants': () => listOf(tenant()) });
});
afterAll(() => Promise.all([fake.stop(), rm(checkout, { recursive: true })]));

const keyFile = () => join(checkout, '.rollcall', 'operator-key');
beforeEach(() => mkdir(join(checkout, '.rollcall')));
afterEach(() =>
  Promise.all(['.rollcall', '.env'].map((file) => rm(join(checkout, file), { recursive: true, force: true }))),
);

async function running(apiUrl: string, key = KEY): Promise<void> {
  await writeFile(keyFile(), `${key}\n`);
  await writeFile(
    join(checkout, '.rollcall', 'running.json'),
    JSON.stringify({ apiUrl, operatorKeyFile: keyFile(), pid: 1 }),
  );
}
const list = (env: Record<string, string> = {}, ...options: string[]) =>
  rollcall(['tenants', 'list', ...options], { command, env, cwd: tmpdir() });

describe('where Rollcall is, and with which key', () => {
  it('comes from the `npm start` of the checkout, from any folder', async () => {
    await running(fake.url);
    expect((await list()).code).toBe(0);
  });

  it('comes from the environment, which wins over the `npm start`', async () => {
    await running('http://127.0.0.1:9', 'another-key');
    expect((await list({ ROLLCALL_URL: `${fake.url}/`, ROLLCALL_OPERATOR_KEY: KEY })).code).toBe(0);
  });

  it('comes from the .env of the checkout, over which the environment wins', async () => {
    await writeFile(join(checkout, '.env'), `ROLLCALL_URL=${fake.url}\nROLLCALL_OPERATOR_KEY=wrong\n`);
    expect((await list()).code).toBe(5);
    expect((await list({ ROLLCALL_OPERATOR_KEY: KEY })).code).toBe(0);
  });

  it('comes from options, which win over all', async () => {
    await running('http://127.0.0.1:9', 'another-key');
    await writeFile(join(checkout, '.rollcall', 'key'), KEY);
    const env = { ROLLCALL_URL: 'http://127.0.0.1:9', ROLLCALL_OPERATOR_KEY: 'wrong' };
    expect((await list(env, '--url', fake.url, '--key', KEY)).code).toBe(0);
    expect((await list(env, '--url', fake.url, '--key-file', join(checkout, '.rollcall', 'key'))).code).toBe(0);
  });

  it('never sends the key of the `npm start` to another address', async () => {
    await running('http://127.0.0.1:9');
    fake.asked.length = 0;
    const { code, stderr } = await list({}, '--url', fake.url);
    expect(stderr).toBe('No key was given. Set ROLLCALL_OPERATOR_KEY, or give --key-file or --key.\n');
    expect(fake.asked).toEqual([]);
    expect(code).toBe(5);
  });

  it('says what to do when nothing runs, with exit code 6', async () => {
    const { code, stderr } = await list();
    expect(stderr).toContain('Start it with `npm start`, or say where it is with --url or ROLLCALL_URL.');
    expect(code).toBe(6);
  });

  it('says the same of a half-written running.json', async () => {
    await writeFile(join(checkout, '.rollcall', 'running.json'), '{"apiUrl": "http');
    expect((await list()).code).toBe(6);
  });

  it.each([
    ['an address that is none', ['--url', 'rollcall.example', '--key', KEY], 'is not a web address'],
    ['an address of another kind', ['--url', 'ftp://rollcall.example', '--key', KEY], 'is not a web address'],
    ['a key of two lines', ['--url', 'http://127.0.0.1:9', '--key', 'a\nb'], 'The key holds blanks'],
    ['a key file that is not there', ['--url', 'http://127.0.0.1:9', '--key-file', '/no/such/file'], 'cannot be read'],
    ['a key and a key file', ['--key', 'a', '--key-file', 'b'], 'cannot be used with'],
    ['a time that is none', ['--timeout', 'soon'], 'A duration such as 30s or 2m is needed'],
  ])('refuses %s, with exit code 2', async (_what, options, why) => {
    const { code, stderr } = await list({}, ...options);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  });

  it('shows no key in any message', async () => {
    const secret = 'wrong-key-that-nobody-may-see';
    const { code, stderr, stdout } = await list({ ROLLCALL_URL: fake.url, ROLLCALL_OPERATOR_KEY: secret }, '--json');
    expect(stderr + stdout).not.toContain(secret);
    expect(code).toBe(5);
  });
});

describe('an answer that is not Rollcall’s', () => {
  it.each([
    ['a page of another server', 200, 'text/html', '<h1>It works!</h1>', 1],
    ['JSON of another server', 200, 'application/json', '{"hello":"world"}', 1],
    ['a missing page of another server', 404, 'text/html', '<h1>Not found</h1>', 6],
    ['a gateway without Rollcall behind it', 502, 'text/html', '<h1>Bad gateway</h1>', 6],
    ['a broken error document', 500, 'application/problem+json', '{"title":', 6],
  ])('is told in one sentence: %s', async (_what, status, type, text, exitCode) => {
    const other = await startFakeRollcall({
      '*': () => (response) => response.writeHead(status, { 'content-type': type }).end(text),
    });
    const { code, stderr } = await list({ ROLLCALL_URL: other.url, ROLLCALL_OPERATOR_KEY: KEY });
    await other.stop();
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain('Check --url or ROLLCALL_URL');
    expect(stderr).not.toContain('<h1>');
    expect(code).toBe(exitCode);
  });

  it('is not followed elsewhere, so that no key goes there', async () => {
    const other = await startFakeRollcall({
      '*': () => (response) => response.writeHead(308, { location: 'https://elsewhere.example/' }).end(),
    });
    const { code, stderr } = await list({ ROLLCALL_URL: other.url, ROLLCALL_OPERATOR_KEY: KEY });
    await other.stop();
    expect(stderr).toContain('sends elsewhere: https://elsewhere.example/');
    expect(code).toBe(6);
  });

  it.each([
    [500, 1, 'is a failure'],
    [503, 6, 'is an outage'],
    [429, 6, 'asks to come back later'],
    [401, 5, 'means that the key is not known'],
    [400, 2, 'means that a value is wrong'],
    [422, 4, 'is a refusal'],
  ])('and a %d of Rollcall ends with %d: it %s', async (status, exitCode) => {
    const other = await startFakeRollcall({ '*': () => problem(status, 'theCode', 'This is why.') });
    const { code, stderr } = await list({ ROLLCALL_URL: other.url, ROLLCALL_OPERATOR_KEY: KEY });
    await other.stop();
    expect(stderr).toContain('This is why.');
    expect(code).toBe(exitCode);
  });

  it('never shows escape sequences that it holds', async () => {
    const other = await startFakeRollcall({
      '*': () => problem(409, 'theCode', 'Bad \u001b[2J\u001b]0;owned\u0007 name'),
    });
    const { stderr } = await list({ ROLLCALL_URL: other.url, ROLLCALL_OPERATOR_KEY: KEY });
    await other.stop();
    expect(stderr).not.toContain('\u001b');
  });
});
