import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantStatus } from '../../sync/run.ts';
import { deadTemporal, openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test('a tenant without a directory is onboarded as unlinked, and waits for its admin', async () => {
  const made = await bench.ask('POST /api/tenants', { body: { name: ' Contoso ' } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ name: 'Contoso', entraTenantId: null, status: 'unlinked', employees: 0 });
  expect(made.headers.get('location')).toBe(`/api/tenants/${made.body.id}`);
  const read = await bench.ask(`GET ${made.headers.get('location')}`);
  expect(read).toMatchObject({ status: 200, body: made.body });
  expect(await bench.signals(made.body.id)).toEqual([]);
});

test.each(['a\u0000b', 'a\u001b[31mb', 'a\nb', '\ud800'])(
  'a name that cannot be shown is refused: %j',
  async (name) => {
    for (const place of ['/api/tenants', '/api/keys']) {
      const refused = await bench.ask(`POST ${place}`, { body: { name } });
      expect(refused).toMatchObject({ status: 400, body: { code: 'malformed', errors: [{ path: 'name' }] } });
    }
  },
);

test('what needs attention is told with its remedy and Microsoft’s request id, and times as UTC', async () => {
  const tenant = await bench.stage.tenant({ status: 'needsAttention' });
  await bench.stage.asOwner(
    `update tenants set attention_code = 'permissionMissing', attention_detail = 'the-id', employees = 3,
       last_synced_at = '2026-05-04 11:00:00+02' where id = $1`,
    [tenant.id],
  );
  expect((await bench.ask(`GET /api/tenants/${tenant.id}`)).body).toMatchObject({
    status: 'needsAttention',
    attention: { code: 'permissionMissing', message: expect.stringContaining('the-id'), remedy: expect.any(String) },
    lastSyncedAt: '2026-05-04T09:00:00.000Z',
    nextSyncAt: null,
    employees: 3,
  });
});

test('an operator sees all tenants, page by page, each once; a tenant’s key its own', async () => {
  const fresh = await openBench();
  const made = [await fresh.stage.tenant(), await fresh.stage.tenant(), await fresh.stage.tenant()];
  const seen: unknown[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { body } = await fresh.ask(`GET /api/tenants?limit=2${next && `&cursor=${next}`}`);
    seen.push(...body.items.map(({ id }) => id));
    next = body.next;
  }
  expect(seen).toEqual(made.map(({ id }) => id));
  const key = await fresh.tenantKey(made[1] ?? { id: '' as never });
  expect((await fresh.ask('GET /api/tenants', { key })).body).toMatchObject({
    items: [{ id: made[1]?.id }],
    next: null,
  });
  await fresh.close();
});

test('an id in capitals names the same tenant, to its own key as well', async () => {
  const tenant = await bench.stage.tenant();
  for (const key of [undefined, await bench.tenantKey(tenant)]) {
    const question = key === undefined ? {} : { key };
    expect((await bench.ask(`GET /api/tenants/${tenant.id.toUpperCase()}`, question)).body).toMatchObject({
      id: tenant.id,
    });
  }
});

describe('off-boarding', () => {
  test.each(['unlinked', 'linked', 'active', 'paused', 'needsAttention'] satisfies TenantStatus[])(
    'a tenant that is %s tells its workflow, and may be repeated',
    async (status) => {
      const tenant = await bench.stage.tenant({ status });
      for (const _twice of [1, 2]) {
        const answer = await bench.ask(`DELETE /api/tenants/${tenant.id}`);
        expect(answer).toMatchObject({ status: 202, body: { id: tenant.id, status: 'offboarding' } });
      }
      expect((await bench.signals(tenant.id)).map(({ name }) => name)).toEqual(['offboard', 'offboard']);
      expect(await bench.unsent(tenant.id)).toEqual([]);
    },
  );

  test('while Temporal is away is promised and kept', async () => {
    const tenant = await bench.stage.tenant();
    const temporal = deadTemporal();
    const answer = await bench.with({ sync: temporal.sync }).ask(`DELETE /api/tenants/${tenant.id}`);
    await temporal.close();
    expect(answer.status).toBe(202);
    expect(await bench.unsent(tenant.id)).toEqual([{ kind: 'offboard' }]);
  });

  test('of one whose workflow has ended already is no error', async () => {
    const tenant = await bench.stage.tenant();
    const ended = { ...bench.deps.sync, send: () => Promise.resolve('offboarded' as const) };
    expect((await bench.with({ sync: ended }).ask(`DELETE /api/tenants/${tenant.id}`)).status).toBe(202);
  });
});
