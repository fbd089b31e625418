import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../api/create-app.ts';
import { PROBLEMS } from '../../api/problems.ts';
import { DatabaseUnavailableError } from '../../db/errors.ts';
import { openDatabase } from '../../db/database.ts';
import { openBench, OPERATOR, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test('a problem says what it is, what happened, what to do, and where the log has more', async () => {
  const answer = await bench.ask('POST /api/tenants', { body: {}, headers: { 'x-request-id': 'my-own-id' } });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('x-request-id')).toBe('my-own-id');
  expect(answer.body).toEqual({
    type: 'http://rollcall.test/problems#malformed',
    title: PROBLEMS.malformed.title,
    status: 400,
    detail: 'The body of the request is not understood.',
    code: 'malformed',
    requestId: 'my-own-id',
    errors: [{ path: 'name', message: expect.any(String) }],
  });
  expect((await bench.ask('GET /problems')).text).toContain('id="malformed"');
});

test.each([
  ['an address that is none', 'GET /api/nothing', 404],
  ['an address outside of the API', 'GET /nothing', 404],
  ['an address of another case', 'GET /api/Tenants', 404],
  ['an address with a slash too many', 'GET /api/tenants/', 404],
  ['a part of an address', 'GET /api', 404],
])('%s is answered as a problem', async (_what, route, status) => {
  expect(await bench.ask(route)).toMatchObject({ status, body: { status, code: 'notFound' } });
});

test.each([
  ['DELETE /api/tenants', 'GET, HEAD, POST'],
  ['PATCH /api/keys', 'GET, HEAD, POST'],
  ['POST /healthz', 'GET, HEAD'],
])('%s is not offered, and what is offered is said', async (route, allowed) => {
  const answer = await bench.ask(route);
  expect(answer).toMatchObject({ status: 405, body: { code: 'methodNotAllowed' } });
  expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allowed.split(', ').sort());
});

describe('a body', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    bench.ask('POST /api/tenants', { body, headers });

  test.each(['{', 'name=x', '{"name": "x"} trailing'])('%s is no JSON', async (body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { errors: [{ path: '' }] } });
  });

  test('that is no UTF-8 is refused, not stored as something else', async () => {
    const body = new Blob([Buffer.from('{"name": "Zo\xeb"}', 'latin1')]);
    const answer = await bench.ask('POST /api/tenants', { body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '', message: 'The body is not UTF-8.' }] } });
  });

  test.each(['null', '[]', '"x"', '7'])('%s is no object', async (body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { code: 'malformed' } });
  });

  test('with a key of the prototype is refused like any unknown key', async () => {
    const { status, body } = await post('{"name": "x", "__proto__": {"activate": false}, "constructor": 1}');
    expect(status).toBe(400);
    expect(body.errors.map(({ path }) => path)).toContain('constructor');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'as %s is refused',
    async (type) => {
      expect(await post('{"name": "x"}', { 'content-type': type })).toMatchObject({
        status: 415,
        body: { code: 'notJson' },
      });
    },
  );

  test('that is too large is refused, said to be so or not', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(300_000) });
    expect(await post(large)).toMatchObject({ status: 413, body: { code: 'tooLarge' } });
    expect(await post(large, { 'content-length': String(large.length) })).toMatchObject({ status: 413 });
  });

  test('of somebody without a key is not looked at', async () => {
    expect((await bench.ask('POST /api/tenants', { key: null, body: '{' })).status).toBe(401);
  });
});

test('while the database is away, 503 says so and when to come again, and an operator is known all the same', async () => {
  const db = await openDatabase({ url: 'postgres://nobody@127.0.0.1:9/nothing', poolSize: 1 }); // nothing listens there
  const { ask } = bench.with({ db });
  for (const key of [OPERATOR, 'some-stored-key']) {
    const answer = await ask('GET /api/tenants', { key });
    expect(answer).toMatchObject({ status: 503, body: { code: 'databaseUnavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.text).not.toMatch(/127\.0\.0\.1|nobody|ECONNREFUSED/);
  }
  await db.close();
});

test('what nobody foresaw is answered without its text, and its place is in the log without it too', async () => {
  const broken = { ...bench.deps.db, acrossTenants: () => Promise.reject(new TypeError('Ada Lovelace')) };
  const answer = await bench.with({ db: broken }).ask('GET /api/tenants');
  expect(answer).toMatchObject({ status: 500, body: { code: 'unknown' } });
  expect(answer.text).not.toContain('Lovelace');
  const line = bench.logged.find((each) => each.includes('requestFailed')) ?? '';
  expect(JSON.parse(line)).toMatchObject({ error: 'TypeError', requestId: answer.body.requestId });
  expect(line).toContain('problems.test.ts');
  expect(line).not.toContain('Lovelace');
});

test('an export that breaks in the middle is cut off, so that nobody takes a part for the whole', async () => {
  const tenant = await bench.stage.tenant();
  await bench.stage.asOwner(
    `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in)
     select $1, gen_random_uuid(), n || '@x.example', n || '@x.example', 'Alike', 'person', '{}', '', 1, 1
     from generate_series(1, 2100) n`,
    [tenant.id],
  );
  let transactions = 0;
  const failing: typeof bench.deps.db.inTransaction = (id, work) => {
    // the fields, the first batch, and no more
    if (++transactions > 2) return Promise.reject(new DatabaseUnavailableError('lost', 'The session was lost.'));
    return bench.deps.db.inTransaction(id, work);
  };
  const app = createApp({ ...bench.deps, db: { ...bench.deps.db, inTransaction: failing } });
  const headers = { authorization: `Bearer ${OPERATOR}`, accept: 'text/csv' };
  const response = await app.request(`/api/tenants/${tenant.id}/employees`, { headers });
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  expect(bench.logged.join('')).toContain('exportBroken');
});
