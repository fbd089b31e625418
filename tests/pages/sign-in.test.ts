import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR, openBench, type Bench } from '../api/bench.ts';
import { operator, visitor } from './visitor.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const signIn = async (key: string, changes = {}) => {
  const browser = visitor(bench, changes);
  await browser.get('/sign-in');
  return { browser, seen: await browser.submit('/sign-in', { key }) };
};

describe('signing in with a key', () => {
  test('opens the operator’s pages, by a cookie that no script reads and no other site sends', async () => {
    const { browser, seen } = await signIn(OPERATOR);
    expect([seen.status, seen.leadsTo]).toEqual([303, '/']);
    const cookie = seen.headers.getSetCookie().find((line) => line.startsWith('rollcall_session='));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Secure/i);
    expect((await browser.get('/')).leadsTo).toBe('/tenants');
    expect((await browser.get('/tenants')).status).toBe(200);
  });

  test('on the own machine needs no https', async () => {
    const publicUrl = 'http://localhost:8080';
    const browser = visitor(bench, { publicUrl });
    await browser.get('/sign-in');
    const seen = await browser.submit('/sign-in', { key: OPERATOR }, { origin: publicUrl });
    expect(seen.headers.getSetCookie().join()).not.toMatch(/Secure/i);
  });

  test.each([
    ['a wrong key', async () => 'rollcall_nobody-gave-this'],
    ['no key', async () => ''],
    ['the key of a tenant, which is for programs', async () => bench.tenantKey(await bench.stage.tenant())],
  ])('is refused with %s, and says what to do', async (_what, keyOf) => {
    const { browser, seen } = await signIn(await keyOf());
    expect([seen.status, browser.cookies.has('rollcall_session')]).toEqual([403, false]);
    expect(seen.html).toContain('This is no operator’s key.');
  });

  test('leads back to what was asked for, and to no other site', async () => {
    const browser = visitor(bench);
    const asked = await browser.get('/tenants?after=x');
    expect([asked.status, asked.leadsTo]).toEqual([303, '/sign-in?back=%2Ftenants%3Fafter%3Dx']);
    await browser.get('/sign-in');
    for (const [back, leadsTo] of [
      ['/tenants?after=x', '/tenants?after=x'],
      ['https://evil.example/', '/'],
      ['//evil.example/', '/'],
      ['/\\evil.example', '/'],
      ['javascript:alert(1)', '/'],
    ] as const) {
      expect((await browser.submit('/sign-in', { key: OPERATOR, back })).leadsTo, back).toBe(leadsTo);
      await browser.get('/tenants');
    }
  });
});

describe('a session', () => {
  test('is stored as a digest alone', async () => {
    const { browser } = await signIn(OPERATOR);
    const secret = browser.cookies.get('rollcall_session') ?? '';
    const [row] = await bench.stage.asOwner<{ found: boolean; stored: number }>(
      `select bool_or(position(convert_to($1, 'utf8') in hash) > 0 or strpos(s::text, $1) > 0) as found,
         count(*)::int as stored from sessions s`,
      [secret],
    );
    expect(secret.length).toBeGreaterThan(40);
    expect(row?.stored).toBeGreaterThan(0);
    expect(row?.found).toBe(false);
  });

  test('ends when one signs out, as often as one does', async () => {
    const browser = await operator(bench);
    const secret = browser.cookies.get('rollcall_session') ?? '';
    expect((await browser.submit('/sign-out')).leadsTo).toBe('/sign-in');
    browser.cookies.set('rollcall_session', secret);
    expect((await browser.get('/tenants')).leadsTo).toMatch(/^\/sign-in/);
    expect((await browser.submit('/sign-out')).status).toBe(303);
  });

  test('ends after twelve hours', async () => {
    const browser = await operator(bench);
    const later = visitor(bench, { now: () => new Date(Date.now() + 12 * 3_600_000 + 1000) });
    for (const [name, value] of browser.cookies) later.cookies.set(name, value);
    expect((await later.get('/tenants')).leadsTo).toMatch(/^\/sign-in/);
    expect((await browser.get('/tenants')).status).toBe(200);
  });

  test('ends with the key that opened it', async () => {
    const { id, key } = (await bench.ask('POST /api/keys', { body: { name: 'a colleague' } })).body;
    const { browser } = await signIn(key);
    expect((await browser.get('/tenants')).status).toBe(200);
    await bench.ask(`DELETE /api/keys/${id}`);
    expect((await browser.get('/tenants')).leadsTo).toMatch(/^\/sign-in/);
  });

  test.each([
    ['the configured key is another one', { operatorKey: 'another-operator-key' }],
    ['its secret is another one', { sessionSecret: 'another-session-secret' }],
  ])('ends when %s', async (_what, changes) => {
    const browser = await operator(bench);
    const other = visitor(bench, changes);
    for (const [name, value] of browser.cookies) other.cookies.set(name, value);
    expect((await other.get('/tenants')).leadsTo).toMatch(/^\/sign-in/);
  });

  test('is another one after each sign-in, so that nobody can have planted it', async () => {
    const browser = await operator(bench);
    const first = browser.cookies.get('rollcall_session');
    await browser.submit('/sign-in', { key: OPERATOR });
    expect(browser.cookies.get('rollcall_session')).not.toBe(first);
    const old = visitor(bench);
    old.cookies.set('rollcall_session', first ?? '');
    expect((await old.get('/tenants')).leadsTo).toMatch(/^\/sign-in/);
  });
});

describe('a form', () => {
  test.each([
    ['without its token', { formToken: '' }, {}],
    ['with another browser’s token', { formToken: 'x'.repeat(43) }, {}],
    ['from another origin', {}, { origin: 'https://evil.example' }],
    ['from an origin that is hidden', {}, { origin: 'null' }],
    ['from another site, as the browser says', {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ])('%s is refused, and changes nothing', async (_what, fields, headers) => {
    const browser = await operator(bench);
    const seen = await browser.submit('/sign-out', fields, headers);
    expect(seen.status).toBe(403);
    expect(seen.html).toContain('This form did not come from a page of yours');
    expect((await browser.get('/tenants')).status).toBe(200);
  });

  test('of a page that was open before signing in is too old afterwards', async () => {
    const browser = visitor(bench);
    const before = /name="formToken" value="([^"]*)"/.exec((await browser.get('/sign-in')).html)?.[1] ?? '';
    await browser.submit('/sign-in', { key: OPERATOR });
    expect((await browser.submit('/sign-out', { formToken: before })).status).toBe(403);
  });
});
