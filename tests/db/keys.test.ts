import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKey, touchKey } from '../../db/across-tenants/find-key.ts';
import { createOperatorKey, deleteOperatorKey, listOperatorKeys } from '../../db/across-tenants/operator-keys.ts';
import { BadCursorError } from '../../db/cursor.ts';
import { createTenantKey, deleteTenantKey, listTenantKeys } from '../../db/tenant-keys.ts';
import { NOW, openStage, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const newKey = (name = 'signatures') => ({ name, hash: createHash('sha256').update(randomUUID()).digest() });
const find = (hash: Buffer) => stage.db.acrossTenants((tx) => findKey(tx, hash));
const makeTenantKey = (tenant: TestTenant, key = newKey()) =>
  tenant.inTransaction((tx) => createTenantKey(tenant.id, tx, key));
const makeOperatorKey = (key = newKey()) => stage.db.acrossTenants((tx) => createOperatorKey(tx, key));

describe('a key', () => {
  it('of a tenant opens that tenant', async () => {
    const tenant = await stage.tenant();
    const key = newKey('billing');
    const made = await makeTenantKey(tenant, key);
    expect(made).toMatchObject({ name: 'billing', lastUsedAt: null });
    expect(await find(key.hash)).toEqual({ keyId: made.id, tenantId: tenant.id });
  });

  it('of an operator opens all', async () => {
    const key = newKey();
    const made = await makeOperatorKey(key);
    expect(await find(key.hash)).toEqual({ keyId: made.id, tenantId: null });
  });

  it('that nobody made opens nothing', async () => {
    expect(await find(newKey().hash)).toBeUndefined();
  });

  it('never leaves the database with its hash', async () => {
    const tenant = await stage.tenant();
    const made = await makeTenantKey(tenant);
    expect(Object.keys(made).sort()).toEqual(['createdAt', 'id', 'lastUsedAt', 'name']);
  });

  it('that is deleted opens nothing any more, and can be deleted once', async () => {
    const tenant = await stage.tenant();
    const key = newKey();
    const { id } = await makeTenantKey(tenant, key);
    const remove = () => tenant.inTransaction((tx) => deleteTenantKey(tenant.id, tx, id));
    expect([await remove(), await remove()]).toEqual([true, false]);
    expect(await find(key.hash)).toBeUndefined();
  });

  it('of another tenant, or of an operator, is neither listed nor deleted by a tenant', async () => {
    const [tenant, other] = [await stage.tenant(), await stage.tenant()];
    const key = newKey();
    const { id } = await makeTenantKey(other, key);
    const operators = await makeOperatorKey();
    for (const keyId of [id, operators.id]) {
      expect(await tenant.inTransaction((tx) => deleteTenantKey(tenant.id, tx, keyId))).toBe(false);
    }
    expect((await tenant.inTransaction((tx) => listTenantKeys(tenant.id, tx, { limit: 10 }))).items).toEqual([]);
    expect(await find(key.hash)).toBeDefined();
  });

  it('of a tenant is neither listed nor deleted among the operators’', async () => {
    const tenant = await stage.tenant();
    const { id } = await makeTenantKey(tenant);
    expect(await stage.db.acrossTenants((tx) => deleteOperatorKey(tx, id))).toBe(false);
    const { items } = await stage.db.acrossTenants((tx) => listOperatorKeys(tx, { limit: 1000 }));
    expect(items.map((key) => key.id)).not.toContain(id);
  });

  it('of an operator is deleted once', async () => {
    const key = newKey();
    const { id } = await makeOperatorKey(key);
    const remove = () => stage.db.acrossTenants((tx) => deleteOperatorKey(tx, id));
    expect([await remove(), await remove()]).toEqual([true, false]);
    expect(await find(key.hash)).toBeUndefined();
  });

  it('tells when it was used, to the minute, so that a busy consumer does not write with every request', async () => {
    const tenant = await stage.tenant();
    const { id } = await makeTenantKey(tenant);
    const use = (seconds: number) =>
      stage.db.acrossTenants((tx) => touchKey(tx, id, new Date(NOW.getTime() + seconds * 1000)));
    const lastUse = async () =>
      (await tenant.inTransaction((tx) => listTenantKeys(tenant.id, tx, { limit: 1 }))).items[0]?.lastUsedAt?.getTime();
    await use(0);
    await use(59);
    expect(await lastUse()).toBe(NOW.getTime());
    await use(60);
    expect(await lastUse()).toBe(NOW.getTime() + 60_000);
    await use(-600);
    expect(await lastUse()).toBe(NOW.getTime() + 60_000);
  });

  it('keeps its name and its secret once it is made', async () => {
    const tenant = await stage.tenant();
    await makeTenantKey(tenant);
    for (const change of [`name = 'x'`, `hash = 'x'`, `tenant_id = null`]) {
      await expect(tenant.inTransaction((tx) => tx.query(`update api_keys set ${change}`, []))).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});

describe('lists of keys', () => {
  it('show each once, the oldest first, wherever their pages end', async () => {
    const tenant = await stage.tenant();
    for (const name of ['a', 'b', 'c', 'd']) {
      await makeTenantKey(tenant, newKey(name));
      await makeOperatorKey(newKey(name));
    }
    const lists = {
      tenant: (after: string | undefined, limit: number) =>
        tenant.inTransaction((tx) => listTenantKeys(tenant.id, tx, { after, limit })),
      operators: (after: string | undefined, limit: number) =>
        stage.db.acrossTenants((tx) => listOperatorKeys(tx, { after, limit })),
    };
    for (const list of Object.values(lists)) {
      for (const limit of [1, 2, 3, 4, 5]) {
        const names: string[] = [];
        let after: string | undefined;
        do {
          const { items, next } = await list(after, limit);
          names.push(...items.map(({ name }) => name));
          after = next ?? undefined;
        } while (after !== undefined);
        expect(names.slice(-4)).toEqual(['a', 'b', 'c', 'd']);
      }
      await expect(list('nonsense', 1)).rejects.toThrow(BadCursorError);
    }
  });
});
