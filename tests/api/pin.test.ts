import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseRemoved } from '../../db/erase-removed.ts';
import type { TenantStatus } from '../../sync/run.ts';
import { removePeople } from '../db/remove-people.ts';
import { NOW, oid, persons, type TestTenant } from '../db/stage.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
let tenant: TestTenant;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const ROUTES = [
  ['POST', 'restore'],
  ['PUT', 'pin'],
  ['DELETE', 'pin'],
] as const;

/** A tenant of two, of whom the first was removed. */
async function oneGone(): Promise<{ readonly gone: string; readonly there: string }> {
  tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
  await tenant.page(await tenant.open(), persons(1, 2));
  await removePeople(tenant, [oid(1)], NOW);
  const rows = await bench.stage.asOwner<{ id: string }>(
    'select id from employees where tenant_id = $1 order by entra_object_id',
    [tenant.id],
  );
  const [gone, there] = rows.map(({ id }) => id);
  if (gone === undefined || there === undefined) throw new Error('Two were to be there.');
  return { gone, there };
}
const at = (id: string, part = '') => `/api/tenants/${tenant.id}/employees/${id}${part}`;
const read = async (id: string) => (await bench.ask(`GET ${at(id)}`)).body;

describe('an employee who was removed', () => {
  test('is back, and pinned, with a history that says by whom', async () => {
    const { gone } = await oneGone();
    const { status, body } = await bench.ask(`POST ${at(gone, '/restore')}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: gone, entraObjectId: oid(1), status: 'active', pinned: true });
    expect(body['values']).toMatchObject({ displayName: 'Person 1' });
    expect(await read(gone)).toMatchObject({
      pinned: true,
      history: [{ runId: null, action: 'restore', reason: 'byHand' }, { action: 'remove' }, { action: 'create' }],
    });
    const { body: listed } = await bench.ask(`GET ${at('').slice(0, -1)}`);
    expect(listed.items).toHaveLength(2);
  });

  test('is restored once, however often it is asked for', async () => {
    const { gone } = await oneGone();
    const first = await bench.ask(`POST ${at(gone, '/restore')}`, { body: {} });
    const second = await bench.ask(`POST ${at(gone, '/restore')}`);
    expect(second).toMatchObject({ status: 200, body: first.body });
  });

  test('and erased is not, and the refusal says what helps', async () => {
    const { gone } = await oneGone();
    await tenant.inTransaction((tx) => eraseRemoved(tenant.id, tx, new Date('2030-01-01'), 10));
    for (const [method, part] of [ROUTES[0], ROUTES[1]]) {
      const answer = await bench.ask(`${method} ${at(gone, `/${part}`)}`);
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'erased', remedy: expect.stringContaining('Restore the person in Entra') },
      });
    }
    expect(await read(gone)).toMatchObject({ status: 'removed', email: '', values: {}, erasedAt: expect.any(String) });
    const tombstones = await bench.ask(`GET ${at('').slice(0, -1)}?changedSince=2026-01-01T00:00:00Z&status=removed`);
    expect(tombstones.body.items).toMatchObject([{ id: gone, status: 'removed' }]);
  });
});

describe('an employee', () => {
  test('is pinned and unpinned, each time as often as one likes', async () => {
    const { there } = await oneGone();
    for (const _twice of [1, 2]) {
      expect(await bench.ask(`PUT ${at(there, '/pin')}`)).toMatchObject({ status: 200, body: { pinned: true } });
    }
    for (const _twice of [1, 2]) {
      const { status, body } = await bench.ask(`DELETE ${at(there, '/pin')}`);
      expect([status, 'pinned' in body, body['status']]).toEqual([200, false, 'active']);
    }
  });

  test('that is kept is told to consumers who ask for changes', async () => {
    const { there } = await oneGone();
    const since = (await read(there))['updatedAt'];
    await bench.ask(`PUT ${at(there, '/pin')}`);
    const { body } = await bench.ask(`GET ${at('').slice(0, -1)}?changedSince=${String(since)}&sort=-updated`);
    expect(body.items[0]).toMatchObject({ id: there, pinned: true });
  });
});

describe.each(ROUTES)('%s …/%s', (method, part) => {
  test('is done for a tenant’s key, and answered with 404 for an employee that is not there', async () => {
    const { there } = await oneGone();
    const key = await bench.tenantKey(tenant);
    expect((await bench.ask(`${method} ${at(there, `/${part}`)}`, { key })).status).toBe(200);
    const nobody = await bench.ask(`${method} ${at(randomUUID(), `/${part}`)}`, { key });
    expect(nobody).toMatchObject({ status: 404, body: { detail: 'There is no employee with this id.' } });
  });

  test.each<[TenantStatus, number]>([
    ['paused', 200],
    ['needsAttention', 200],
    ['unlinked', 200],
    ['offboarding', 409],
  ])('of a tenant that is %s is answered with %d', async (tenantStatus, expected) => {
    const { there } = await oneGone();
    await bench.stage.asOwner('update tenants set status = $2 where id = $1', [tenant.id, tenantStatus]);
    expect((await bench.ask(`${method} ${at(there, `/${part}`)}`)).status).toBe(expected);
  });
});
