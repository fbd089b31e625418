import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench, type Bench } from '../api/bench.ts';
import { admin, operator, type Visitor } from './visitor.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Who makes keys, and where. */
const OWNERS: [string, () => Promise<{ readonly browser: Visitor; readonly path: string }>][] = [
  ['an operator', async () => ({ browser: await operator(bench), path: '/keys' })],
  [
    'an admin of a tenant',
    async () => {
      const { id } = await bench.stage.tenant();
      return { browser: await admin(bench, id), path: `/tenants/${id}/keys` };
    },
  ],
];

const keyIn = (html: string): string => /id="key" value="([^"]+)"/.exec(html)?.[1] ?? '';
const removalIn = (html: string, name: string): string =>
  new RegExp(`href="([^"]+/remove)" aria-label="Take back ${name}…"`).exec(html)?.[1] ?? '';

describe.each(OWNERS)('%s', (_who, owner) => {
  test('makes a key, which is shown once and opens what it should, and takes it back after being asked', async () => {
    const { browser, path } = await owner();
    expect((await browser.get(path)).html).toContain('Make a key');
    const made = await browser.submit(path, { name: ' night export ' });
    const key = keyIn(made.html);
    expect((await bench.ask('GET /api/tenants', { key })).status).toBe(200);
    const { html } = await browser.get(path);
    expect(html).toContain('night export');
    expect(html).not.toContain(key);

    const removal = removalIn(html, 'night export');
    const asked = await browser.get(removal);
    expect(asked.html).toContain('Whoever uses it is refused from then on.');
    expect((await bench.ask('GET /api/tenants', { key })).status).toBe(200);
    const removed = await browser.submit(removal);
    expect([removed.status, removed.leadsTo]).toEqual([303, `${path}?done=keyRemoved`]);
    expect((await browser.get(removed.leadsTo ?? '')).html).toContain('Taken back.');
    expect((await bench.ask('GET /api/tenants', { key })).status).toBe(401);
    expect((await browser.submit(removal)).status).toBe(404);
    expect((await browser.get(removal)).status).toBe(404);
  });

  test.each(['', ' ', 'x'.repeat(101), '\u0000'])('is told how a name is written: %j', async (name) => {
    const { browser, path } = await owner();
    const refused = await browser.submit(path, { name });
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining('Write a name of at most 100')]);
  });

  test('sees a name as text, whatever it holds', async () => {
    const { browser, path } = await owner();
    const name = '<script>alert(1)</script>';
    expect((await browser.submit(path, { name })).html).not.toContain('<script>alert');
    const { html } = await browser.get(path);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script>alert');
  });
});

test('more keys than a page holds are reached by the next one', async () => {
  const { id } = await bench.stage.tenant();
  await bench.stage.asOwner(
    `insert into api_keys (tenant_id, name, hash) select $1, 'key ' || n, sha256(n::text::bytea) from generate_series(1, 51) n`,
    [id],
  );
  const browser = await admin(bench, id);
  const first = await browser.get(`/tenants/${id}/keys`);
  const [, next = ''] = /rel="next" href="([^"]+)"/.exec(first.html) ?? [];
  const second = await browser.get(next.replaceAll('&amp;', '&'));
  const removals = (html: string) => html.match(/\/remove"/g)?.length;
  expect([removals(first.html), removals(second.html)]).toEqual([50, 1]);
});

test('an operator’s key is not found among a tenant’s, nor a tenant’s among the operators’', async () => {
  const { id } = await bench.stage.tenant();
  const [{ keyId } = { keyId: '' }] = await bench.stage.asOwner<{ keyId: string }>(
    `insert into api_keys (tenant_id, name, hash) values ($1, 'theirs', sha256('theirs')) returning id as "keyId"`,
    [id],
  );
  const browser = await operator(bench);
  for (const place of [`/keys/${keyId}/remove`, `/tenants/${id}/keys/${randomUUID()}/remove`]) {
    expect([(await browser.get(place)).status, (await browser.submit(place)).status]).toEqual([404, 404]);
  }
  expect((await browser.get(`/tenants/${id}/keys/${keyId}/remove`)).status).toBe(200);
});

test('a tenant that is being off-boarded gets no new key', async () => {
  const { id } = await bench.stage.tenant({ status: 'offboarding' });
  expect((await (await operator(bench)).submit(`/tenants/${id}/keys`, { name: 'late' })).status).toBe(409);
});
