import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench, OPERATOR, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Where keys of either kind live. */
const PLACES = [
  ['an operator', async () => '/api/keys'],
  ['a tenant', async () => `/api/tenants/${(await bench.stage.tenant()).id}/keys`],
] as const;

describe.each(PLACES)('keys of %s', (_whose, placeOf) => {
  test('are shown once, listed without the key itself, and open nothing once they are taken back', async () => {
    const place = await placeOf();
    const made = await bench.ask(`POST ${place}`, { body: { name: ' night export ' } });
    expect(made).toMatchObject({ status: 201, body: { name: 'night export', lastUsedAt: null } });
    const key = made.body.key;
    const listed = async () => (await bench.ask(`GET ${place}?limit=1000`)).text;
    expect(await listed()).toContain(made.body.id);
    expect(await listed()).not.toContain(key);

    expect((await bench.ask('GET /api/tenants', { key })).status).toBe(200);
    expect(JSON.parse(await listed()).items.at(-1).lastUsedAt).not.toBeNull();

    const remove = `DELETE ${place}/${made.body.id}`;
    expect(await bench.ask(remove)).toMatchObject({ status: 204, text: '' });
    expect((await bench.ask('GET /api/tenants', { key })).status).toBe(401);
    expect((await bench.ask(remove)).status).toBe(404);
  });

  test('are stored as their SHA-256 and nothing else', async () => {
    const place = await placeOf();
    const { body } = await bench.ask(`POST ${place}`, { body: { name: 'x' } });
    const key = body.key;
    const [row] = await bench.stage.asOwner<{ text: string; matches: boolean }>(
      `select row(k.*)::text as text, hash = sha256($2::bytea) as matches from api_keys k where id = $1`,
      [body.id, Buffer.from(key)],
    );
    expect(row?.matches).toBe(true);
    expect(row?.text).not.toContain(key);
  });

  test.each([
    ['no name', {}, 'name'],
    ['an empty name', { name: ' ' }, 'name'],
    ['a key of one’s own', { name: 'x', key: 'chosen' }, 'key'],
  ])('with %s are refused', async (_what, body, path) => {
    const answer = await bench.ask(`POST ${await placeOf()}`, { body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  test('come in pages', async () => {
    const place = await placeOf();
    const made: unknown[] = [];
    for (const name of ['a', 'b', 'c']) made.push((await bench.ask(`POST ${place}`, { body: { name } })).body.id);
    const seen: unknown[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await bench.ask(`GET ${place}?limit=1${next && `&cursor=${next}`}`);
      seen.push(...page.body.items.map((item) => item['id']));
      next = page.body.next;
    }
    expect(seen.slice(-3)).toEqual(made);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

test('a tenant’s key makes further keys of its tenant, which see nothing else', async () => {
  const [own, other] = [await bench.stage.tenant(), await bench.stage.tenant()];
  const key = await bench.tenantKey(own);
  const made = await bench.ask(`POST /api/tenants/${own.id}/keys`, { key, body: { name: 'second' } });
  const second = made.body.key;
  expect((await bench.ask('GET /api/tenants', { key: second })).body).toMatchObject({
    items: [{ id: own.id }],
    next: null,
  });
  expect((await bench.ask(`GET /api/tenants/${other.id}`, { key: second })).status).toBe(404);
});

test('a tenant that is being off-boarded gets no new keys', async () => {
  const tenant = await bench.stage.tenant({ status: 'offboarding' });
  const answer = await bench.ask(`POST /api/tenants/${tenant.id}/keys`, { body: { name: 'x' } });
  expect(answer).toMatchObject({ status: 409, body: { code: 'offboarding' } });
});

test.each([
  ['the scheme is another', `Basic ${OPERATOR}`],
  ['there is no scheme', OPERATOR],
  ['there is nothing behind the scheme', 'Bearer '],
  ['there are two', `Bearer ${OPERATOR} ${OPERATOR}`],
  ['it begins right', `Bearer ${OPERATOR}x`],
  ['it ends early', `Bearer ${OPERATOR.slice(0, -1)}`],
  ['its case is another', `Bearer ${OPERATOR.toUpperCase()}`],
])('a key opens nothing where %s', async (_what, authorization) => {
  expect((await bench.ask('GET /api/tenants', { key: null, headers: { authorization } })).status).toBe(401);
});

test('without an operator’s key in the configuration only stored keys open anything', async () => {
  const { body } = await bench.ask('POST /api/keys', { body: { name: 'stored' } });
  const { ask } = bench.with({ operatorKey: undefined });
  expect((await ask('GET /api/tenants', { key: OPERATOR })).status).toBe(401);
  expect((await ask('GET /api/tenants', { key: 'undefined' })).status).toBe(401);
  expect((await ask('GET /api/keys', { key: body.key })).status).toBe(200);
});

test('an operator’s key may hold whatever the configuration takes', async () => {
  const operatorKey = 'p@ss,w0rd-#$%&/()=?!';
  const { ask } = bench.with({ operatorKey });
  expect((await ask('GET /api/keys', { key: operatorKey })).status).toBe(200);
});

test('no key stands in the log, nor what was asked for', async () => {
  const tenant = await bench.stage.tenant();
  const key = await bench.tenantKey(tenant);
  await bench.ask(`GET /api/tenants/${tenant.id}/employees?query=Lovelace`, { key });
  await bench.ask('GET /api/Lovelace/nothing', { key });
  const log = bench.logged.join('');
  expect(log).toContain('/api/tenants/:id/employees');
  for (const secret of [key, OPERATOR, 'Lovelace', 'a test']) expect(log).not.toContain(secret);
});
