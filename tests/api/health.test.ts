import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clearAlarm, raiseAlarm } from '../../db/across-tenants/alarms.ts';
import { openDatabase } from '../../db/database.ts';
import { FAILURES } from '../../sync/failure.ts';
import { deadTemporal, openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test('a process that lives says so to everybody, and asks nobody else first', async () => {
  const dead = () => Promise.reject(new Error('Nothing was to be asked.'));
  const { ask } = bench.with({ db: { ...bench.deps.db, ping: dead, acrossTenants: dead, inTransaction: dead } });
  expect(await ask('GET /healthz', { key: null })).toMatchObject({ status: 200, body: { ok: true } });
});

test('it is ready when database and Temporal answer', async () => {
  const answer = await bench.ask('GET /readyz', { key: null });
  expect(answer).toMatchObject({ status: 200, body: { ready: true } });
  expect(answer.body.checks.map(({ name, ok }) => `${name} ${ok}`)).toEqual([
    'database true',
    'temporal true',
    'ownCredential true',
  ]);
});

test('it is not ready without one of them: 503 says which, and what to check, but not where it is', async () => {
  const temporal = deadTemporal();
  const db = await openDatabase({ url: 'postgres://nobody@127.0.0.1:9/nothing', poolSize: 1 }); // nothing listens there
  for (const [changes, expected] of [
    [{ sync: temporal.sync }, ['temporal']],
    [{ db }, ['database']],
    [{ db, sync: temporal.sync }, ['database', 'temporal']],
  ] as const) {
    const answer = await bench.with(changes).ask('GET /readyz', { key: null });
    expect(answer).toMatchObject({ status: 503, body: { code: 'notReady' } });
    const failed = answer.body.checks.filter(({ ok }) => !ok);
    expect(failed?.map(({ name }) => name)).toEqual(expected);
    for (const { remedy } of failed ?? []) expect(remedy).toMatch(/^Check /);
    expect(answer.text).not.toContain('127.0.0.1');
  }
  await Promise.all([temporal.close(), db.close()]);
});

test('our own credential at fault is said for as long as it lasts, and the API stays ready', async () => {
  const { db } = bench.deps;
  await db.acrossTenants((tx) => raiseAlarm(tx, 'ownCredential'));
  const answer = await bench.ask('GET /readyz', { key: null });
  expect(answer).toMatchObject({ status: 200, body: { ready: true } });
  const { message, remedy } = FAILURES.ownCredential;
  const [check] = answer.body.checks.filter(({ ok }) => !ok);
  expect(check).toMatchObject({ name: 'ownCredential', remedy });
  expect(answer.text).toContain(message);
  const metrics = await bench.ask('GET /metrics', { key: null, from: '127.0.0.1' });
  expect(metrics.text.split('\n')).toContain('rollcall_own_credential_refused 1');

  await db.acrossTenants((tx) => clearAlarm(tx, 'ownCredential'));
  const after = await bench.ask('GET /readyz', { key: null });
  expect(after.body.checks.every(({ ok }) => ok)).toBe(true);
});

describe('metrics', () => {
  const LOCAL = { key: null, from: '127.0.0.1' };

  test.each([
    ['on the loopback', 200, LOCAL],
    ['on the loopback of IPv6', 200, { key: null, from: '::1' }],
    ['from elsewhere', 401, { key: null, from: '192.0.2.7' }],
    ['through a proxy on this machine', 401, { ...LOCAL, headers: { 'x-forwarded-for': '192.0.2.7' } }],
    ['without a known origin', 401, { key: null }],
    ['from elsewhere with an operator’s key', 200, { from: '192.0.2.7' }],
  ])('%s are answered %d', async (_where, status, question) => {
    expect((await bench.ask('GET /metrics', question)).status).toBe(status);
  });

  test('are nothing for a tenant’s key', async () => {
    const key = await bench.tenantKey(await bench.stage.tenant());
    expect((await bench.ask('GET /metrics', { key, from: '192.0.2.7' })).status).toBe(403);
  });

  test('count requests by route, tenants by status and messages that wait, in Prometheus’ format', async () => {
    const fresh = await openBench();
    const { ask } = fresh.with({});
    const tenant = await fresh.stage.tenant({ status: 'paused' });
    await ask(`GET /api/tenants/${tenant.id}`);
    await ask('GET /api/tenants/nobody');
    await ask('BREW /somewhere/else');
    const { text } = await ask('GET /metrics', LOCAL);
    await fresh.close();
    for (const line of [
      'rollcall_build_info{version="0.0.0-test"} 1',
      'rollcall_http_requests_total{method="GET",route="/api/tenants/:id",status="200"} 1',
      'rollcall_http_requests_total{method="GET",route="/api/tenants/:id",status="404"} 1',
      'rollcall_http_requests_total{method="other",route="none",status="404"} 1',
      'rollcall_tenants{status="paused"} 1',
      'rollcall_tenants{status="active"} 0',
      'rollcall_messages_waiting 0',
      'rollcall_own_credential_refused 0',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).not.toContain(tenant.id);
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) rollcall_\w+ .+|rollcall_\w+(\{(\w+="[^"]*",?)+\})? \d+)$/);
    }
  });
});
