import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../api/create-app.ts';
import { keepPhoto } from '../../db/employee-photos.ts';
import type { EmployeeId } from '../../sync/ids.ts';
import { removePeople } from '../db/remove-people.ts';
import { NOW, oid, persons, type TestTenant } from '../db/stage.ts';
import { type Bench, OPERATOR, openBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const CONTENT = Buffer.from('89504e470d0a1a0a00ff80', 'hex');

async function withPhoto(): Promise<{ readonly tenant: TestTenant; readonly ids: readonly EmployeeId[] }> {
  const tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
  await tenant.page(await tenant.open(), persons(1, 2));
  const rows = await bench.stage.asOwner<{ id: EmployeeId }>(
    'select id from employees where tenant_id = $1 order by entra_object_id',
    [tenant.id],
  );
  const ids = rows.map(({ id }) => id);
  const photo = { content: CONTENT, contentType: 'image/png', digest: Buffer.alloc(32, 7) } as const;
  await tenant.inTransaction((tx) =>
    keepPhoto(tenant.id, tx, { employeeId: ids[0] ?? ('' as EmployeeId), etag: '"1"', photo, askAt: NOW }),
  );
  return { tenant, ids };
}
const route = (tenant: TestTenant, id: string | undefined) => `GET /api/tenants/${tenant.id}/employees/${id}/photo`;

test('a photo comes as what it is, and may be kept by whoever asked and nobody between', async () => {
  const { tenant, ids } = await withPhoto();
  const { status, headers } = await bench.ask(route(tenant, ids[0]), { key: await bench.tenantKey(tenant) });
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'private, max-age=3600',
    'x-content-type-options': 'nosniff',
    etag: `"${Buffer.alloc(32, 7).toString('base64url')}"`,
  });
  const whole = await createApp(bench.deps).request(`/api/tenants/${tenant.id}/employees/${ids[0]}/photo`, {
    headers: { Authorization: `Bearer ${OPERATOR}` },
  });
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(CONTENT);
});

test('the photo that somebody has is not sent again', async () => {
  const { tenant, ids } = await withPhoto();
  const etag = (await bench.ask(route(tenant, ids[0]))).headers.get('etag') ?? '';
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const { status, text, headers } = await bench.ask(route(tenant, ids[0]), { headers: { 'If-None-Match': known } });
    expect([status, text, headers.get('etag')]).toEqual([304, '', etag]);
  }
  expect(await bench.ask(route(tenant, ids[0]), { headers: { 'If-None-Match': '"other"' } })).toMatchObject({
    status: 200,
  });
});

test('there is none of somebody without one, of whoever was removed, and of another tenant', async () => {
  const { tenant, ids } = await withPhoto();
  expect(await bench.ask(route(tenant, ids[1]))).toMatchObject({ status: 404, body: { code: 'notFound' } });
  const other = await bench.stage.tenant();
  expect(await bench.ask(route(other, ids[0]))).toMatchObject({ status: 404 });
  expect(await bench.ask(route(tenant, ids[0]), { key: await bench.tenantKey(other) })).toMatchObject({ status: 404 });
  await removePeople(tenant, [oid(1)], NOW);
  expect(await bench.ask(route(tenant, ids[0]))).toMatchObject({ status: 404 });
});

test('photos are wanted by the settings, and off where they say nothing', async () => {
  const tenant = await bench.stage.tenant();
  const path = `/api/tenants/${tenant.id}/integration`;
  const { body, headers } = await bench.ask(`GET ${path}`);
  expect(body).not.toHaveProperty('photos');
  const { version: _version, ...settings } = body as Record<string, unknown>;
  const wanted = { ...settings, photos: { enabled: true } };
  const saved = await bench.ask(`PUT ${path}`, { body: wanted, headers: { 'If-Match': headers.get('etag') ?? '' } });
  expect(saved).toMatchObject({ status: 200, body: { photos: { enabled: true } } });
  const [row] = await bench.stage.asOwner<{ due: boolean }>(
    'select photos_next_at is not null as due from tenants where id = $1',
    [tenant.id],
  );
  expect(row).toEqual({ due: true });
});
