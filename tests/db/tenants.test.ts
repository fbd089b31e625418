import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenant } from '../../db/across-tenants/create-tenant.ts';
import { findTenantOfDirectory } from '../../db/across-tenants/find-tenant-of-directory.ts';
import { countTenantsThat, listTenants, TENANTS_THAT, type TenantsThat } from '../../db/across-tenants/list-tenants.ts';
import { listTenantsToReconcile } from '../../db/across-tenants/reconcile.ts';
import { BadCursorError } from '../../db/cursor.ts';
import { eraseTenant } from '../../db/erase-tenant.ts';
import { readExamples, saveExamples } from '../../db/example-versions.ts';
import { readFields, saveFields } from '../../db/field-versions.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import { storeMessage } from '../../db/outbox.ts';
import { createTenantKey } from '../../db/tenant-keys.ts';
import { readTenant, setTenantStatus } from '../../db/tenants.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { EntraTenantId } from '../../sync/ids.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { TENANT_STATUSES } from '../../sync/run.ts';
import { fillAdmins } from './fill-admins.ts';
import { fillPreview } from './fill-preview.ts';
import { oid, openStage, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const directory = (): EntraTenantId => randomUUID() as EntraTenantId; // a GUID, as a directory has one
const create = (about: { name?: string; entraTenantId?: EntraTenantId } = {}) =>
  stage.db.acrossTenants((tx) => createTenant(tx, { name: 'Contoso', status: 'active', ...about }));

describe('a new tenant', () => {
  it('has the settings and fields that every tenant starts with', async () => {
    const entraTenantId = directory();
    const created = await create({ name: 'Fabrikam', entraTenantId });
    if (created.kind === 'taken') throw new Error('It was taken.');
    const { id } = created.tenant;
    expect(created.tenant).toMatchObject({
      name: 'Fabrikam',
      entraTenantId,
      status: 'active',
      attention: null,
      employees: 0,
      lastSyncedAt: null,
      nextSyncAt: null,
    });
    await stage.db.inTransaction(id, async (tx) => {
      expect(await readTenant(id, tx)).toEqual(created.tenant);
      expect(await readIntegration(id, tx)).toEqual({ version: 1, settings: DEFAULT_INTEGRATION_SETTINGS });
      expect(await readFields(id, tx)).toEqual({ version: 1, items: DEFAULT_FIELDS });
    });
  });

  it('of a directory that has one is refused, also of two who ask at the same time', async () => {
    const entraTenantId = directory();
    const answers = await Promise.all([1, 2, 3].map(() => create({ entraTenantId })));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['created', 'taken', 'taken']);
    const [made] = answers.filter((answer) => answer.kind === 'created');
    expect(await stage.db.acrossTenants((tx) => findTenantOfDirectory(tx, entraTenantId))).toBe(made?.tenant.id);
  });

  it('without a directory can be made as often as one likes', async () => {
    expect([(await create()).kind, (await create()).kind]).toEqual(['created', 'created']);
  });

  it('of no directory is found by none', async () => {
    expect(await stage.db.acrossTenants((tx) => findTenantOfDirectory(tx, directory()))).toBeUndefined();
  });
});

describe('the operator’s list', () => {
  it('shows every tenant once, the oldest first, wherever its pages end', async () => {
    const list = (after: string | undefined, limit: number) =>
      stage.db.acrossTenants((tx) => listTenants(tx, { after, limit, now: new Date() }));
    for (let n = 0; n < 5; n++) await stage.tenant();
    const whole = (await list(undefined, 1000)).items.map(({ id }) => id);
    expect(whole).toEqual([...whole].sort());
    for (const limit of [1, 2, 3, whole.length]) {
      const shown: string[] = [];
      let after: string | undefined;
      do {
        const { items, next } = await list(after, limit);
        shown.push(...items.map(({ id }) => id));
        after = next ?? undefined;
      } while (after !== undefined);
      expect(shown).toEqual(whole);
    }
    await expect(list('nonsense', 1)).rejects.toThrow(BadCursorError);
  });

  it('finds those that need attention, wait for a decision, or have not synced for a day', async () => {
    const now = new Date('2026-03-05T12:00:00Z');
    const [calm, asks, waits, late, never, paused] = await Promise.all(Array.from({ length: 6 }, () => stage.tenant()));
    const set = (tenant: typeof calm, what: string) =>
      stage.asOwner(`update tenants set ${what} where id = $1`, [tenant!.id]);
    await set(calm, `last_synced_at = '2026-03-05T11:00:00Z'`);
    await set(asks, `status = 'needsAttention', attention_code = 'consentMissing'`);
    await set(late, `last_synced_at = '2026-03-04T11:59:59Z'`);
    await set(never, `last_synced_at = null, created_at = '2026-03-01T00:00:00Z'`);
    await set(paused, `status = 'paused', last_synced_at = '2026-03-01T00:00:00Z'`);
    await set(waits, `last_synced_at = '2026-03-05T11:00:00Z'`);
    const held = await waits!.open();
    await stage.asOwner(`update sync_runs set state = 'held' where tenant_id = $1 and id = $2`, [waits!.id, held]);
    const mine = new Set([calm, asks, waits, late, never, paused].map((tenant) => tenant!.id));
    const found = async (that: TenantsThat) =>
      (await stage.db.acrossTenants((tx) => listTenants(tx, { that, now, limit: 1000 }))).items
        .map(({ id }) => id)
        .filter((id) => mine.has(id));
    expect(await found('needAttention')).toEqual([asks!.id]);
    expect(await found('wait')).toEqual([waits!.id]);
    expect((await found('areStale')).sort()).toEqual([late!.id, never!.id].sort());
    const counts = await stage.db.acrossTenants((tx) => countTenantsThat(tx, now));
    for (const that of TENANTS_THAT) expect(counts[that]).toBeGreaterThanOrEqual((await found(that)).length);
  });

  it('tells which tenants wait to nobody who sees one tenant alone', async () => {
    const tenant = await stage.tenant();
    const other = await stage.tenant();
    const held = await other.open();
    await stage.asOwner(`update sync_runs set state = 'held' where tenant_id = $1 and id = $2`, [other.id, held]);
    expect(await tenant.inTransaction((tx) => tx.query('select rollcall_tenants_that_wait()', []))).toEqual([]);
  });
});

describe('a tenant’s status', () => {
  it.each(TENANT_STATUSES)('is %s once it is set, twice as well as once', async (status) => {
    const tenant = await stage.tenant();
    for (let twice = 0; twice < 2; twice++) await tenant.inTransaction((tx) => setTenantStatus(tenant.id, tx, status));
    expect((await tenant.row()).status).toBe(status);
  });

  it('is never anything else again after off-boarding has begun', async () => {
    const tenant = await stage.tenant({ status: 'offboarding' });
    await tenant.inTransaction((tx) => setTenantStatus(tenant.id, tx, 'active'));
    expect((await tenant.row()).status).toBe('offboarding');
  });

  it('takes what asked for attention with it', async () => {
    const tenant = await stage.tenant();
    await stage.asOwner(
      `update tenants set status = 'needsAttention', attention_code = 'consentMissing' where id = $1`,
      [tenant.id],
    );
    await tenant.inTransaction((tx) => setTenantStatus(tenant.id, tx, 'needsAttention'));
    expect((await tenant.row()).attention).toEqual({ code: 'consentMissing', detail: null });
    await tenant.inTransaction((tx) => setTenantStatus(tenant.id, tx, 'paused'));
    expect((await tenant.row()).attention).toBeNull();
  });

  it('tells the reconciler who should have a workflow', async () => {
    const tenants = await Promise.all(TENANT_STATUSES.map((status) => stage.tenant({ status })));
    const wanted = new Map(
      (await stage.db.acrossTenants(listTenantsToReconcile)).map(({ id, isLeaving }) => [id, isLeaving]),
    );
    const told = await Promise.all(
      tenants.map(async (tenant) => [(await tenant.row()).status, wanted.get(tenant.id)] as const),
    );
    expect(Object.fromEntries(told)).toEqual({
      active: false,
      paused: false,
      needsAttention: false,
      offboarding: true,
      linked: undefined,
      unlinked: undefined,
    });
  });
});

describe('settings and fields', () => {
  it('are saved as the next version', async () => {
    const tenant = await stage.tenant();
    await tenant.inTransaction(async (tx) => {
      const { version, settings } = await readIntegration(tenant.id, tx);
      const changed = { ...settings, cleanUp: { ...settings.cleanUp, retentionDays: 5 } };
      expect(await saveIntegration(tenant.id, tx, version, changed)).toEqual({ kind: 'saved', version: version + 1 });
      expect(await readIntegration(tenant.id, tx)).toEqual({ version: version + 1, settings: changed });
      const items = DEFAULT_FIELDS.slice(0, 3);
      expect(await saveFields(tenant.id, tx, 1, items)).toEqual({ kind: 'saved', version: 2 });
      expect(await readFields(tenant.id, tx)).toEqual({ version: 2, items });
    });
  });

  it.each([0, 1, 3, 99])('are not saved on top of version %i while another is the newest', async (expected) => {
    const tenant = await stage.tenant(); // whose stage saved version 2
    const saved = await tenant.inTransaction((tx) =>
      saveIntegration(tenant.id, tx, expected, DEFAULT_INTEGRATION_SETTINGS),
    );
    expect(saved).toEqual({ kind: 'stale', version: 2 });
  });

  it('of several who save at the same time are saved by one; the others learn the version that is there now', async () => {
    const tenant = await stage.tenant();
    const save = () => tenant.inTransaction((tx) => saveFields(tenant.id, tx, 1, DEFAULT_FIELDS));
    const answers = await Promise.all([save(), save(), save()]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['saved', 'stale', 'stale']);
    expect(answers.every(({ version }) => version === 2)).toBe(true);
  });

  it('that were saved never change', async () => {
    const tenant = await stage.tenant();
    for (const [table, column] of [
      ['integration_settings', 'settings'],
      ['field_versions', 'items'],
      ['example_versions', 'items'],
    ]) {
      const attempt = tenant.inTransaction((tx) => tx.query(`update ${table} set ${column} = '{}'`, []));
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
  });

  it('of a tenant that is gone cannot be saved', async () => {
    const tenant = await stage.tenant();
    const other = await stage.tenant();
    const attempt = other.inTransaction((tx) => saveFields(tenant.id, tx, 1, DEFAULT_FIELDS));
    await expect(attempt).rejects.toThrow('a tenant that is not there');
  });
});

describe('examples', () => {
  const items = [{ entraObjectId: oid(1), expected: 'imported' }] as const;

  it('are none, as version 1, until some are saved', async () => {
    const tenant = await stage.tenant();
    await tenant.inTransaction(async (tx) => {
      expect(await readExamples(tenant.id, tx)).toEqual({ version: 1, items: [] });
      expect(await saveExamples(tenant.id, tx, 1, items)).toEqual({ kind: 'saved', version: 2 });
      expect(await readExamples(tenant.id, tx)).toEqual({ version: 2, items });
    });
  });

  it('saved twice on top of the same version are saved once', async () => {
    const tenant = await stage.tenant();
    const save = () => tenant.inTransaction((tx) => saveExamples(tenant.id, tx, 1, items));
    expect([await save(), await save()]).toEqual([
      { kind: 'saved', version: 2 },
      { kind: 'stale', version: 2 },
    ]);
    const answers = await Promise.all(
      [1, 2, 3].map(() => tenant.inTransaction((tx) => saveExamples(tenant.id, tx, 2, []))),
    );
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['saved', 'stale', 'stale']);
    expect(answers.every(({ version }) => version === 3)).toBe(true);
  });

  it.each([0, 2, 99])('are not saved on top of version %i before any were', async (expected) => {
    const tenant = await stage.tenant();
    const saved = await tenant.inTransaction((tx) => saveExamples(tenant.id, tx, expected, items));
    expect(saved).toEqual({ kind: 'stale', version: 1 });
  });

  it('hold the object id and what is expected, and nothing else', async () => {
    const tenant = await stage.tenant();
    await tenant.inTransaction((tx) => saveExamples(tenant.id, tx, 1, items));
    const [row] = await stage.asOwner('select * from example_versions where tenant_id = $1', [tenant.id]);
    expect(row).toEqual({ tenant_id: tenant.id, version: 2, items, saved_at: expect.any(Date) });
  });
});

describe('off-boarding', () => {
  async function fullTenant(): Promise<TestTenant> {
    const tenant = await stage.tenant();
    await tenant.page(await tenant.open(), persons(1, 25));
    await tenant.inTransaction(async (tx) => {
      await createTenantKey(tenant.id, tx, { name: 'key', hash: Buffer.from(tenant.id) });
      await storeMessage(tenant.id, tx, { id: randomUUID(), message: { kind: 'offboard' } });
      await tx.query('insert into planned_removals values ($1, 1, $2, $2, 4, 0)', [tenant.id, oid(1)]);
      await tx.query("insert into mailbox_answers values ($1, $2, 'room', '', now())", [tenant.id, oid(1)]);
      await tx.query("insert into kinds_by_hand values ($1, $2, 'room')", [tenant.id, oid(1)]);
      await tx.query('insert into scope_pages values ($1, 1, 0, array[$2::uuid])', [tenant.id, oid(1)]);
      await tx.query('insert into people_to_ask values ($1, $2)', [tenant.id, oid(1)]);
      await saveExamples(tenant.id, tx, 1, [{ entraObjectId: oid(1), expected: 'imported' }]);
      await tx.query('insert into employee_photos (tenant_id, employee_id, ask_at) values ($1, $2, now())', [
        tenant.id,
        oid(1),
      ]);
      await tx.query(
        'insert into hand_changes (tenant_id, employee_id, entra_object_id, action, after_run) values ($1, $2, $2, 5, 1)',
        [tenant.id, oid(1)],
      );
      await tx.query(
        `insert into sessions (hash, tenant_id, entra_tenant_id, entra_object_id, name, expires_at) values ($1::text::bytea, $1::uuid, $1::uuid, $1::uuid, '', now())`,
        [tenant.id],
      );
      await fillAdmins(tx, tenant.id);
      await fillPreview(tx, tenant.id);
    });
    return tenant;
  }
  const erase = (tenant: TestTenant, rows: number) => tenant.inTransaction((tx) => eraseTenant(tenant.id, tx, rows));
  const rowsOf = async (tenant: TestTenant): Promise<Record<string, number>> => {
    const tables = await stage.asOwner<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
       where c.relkind = 'r' order by 1`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await stage.asOwner<{ n: number }>(`select count(*)::int as n from ${name} where tenant_id = $1`, [
        tenant.id,
      ]);
      counts[name] = row?.n ?? 0;
    }
    return counts;
  };

  it('erases everything, some rows at a time, the tenant itself last, and nothing of another', async () => {
    const [tenant, other] = [await fullTenant(), await fullTenant()];
    const before = await rowsOf(tenant);
    expect(Object.values(before).every((n) => n > 0)).toBe(true);
    let left = before['employees'] ?? 0;
    expect(await erase(tenant, 10)).toBe('more');
    left -= 10;
    expect(await rowsOf(tenant)).toEqual({ ...before, employees: left });
    expect((await tenant.row()).status).toBe('offboarding');
    while ((await erase(tenant, 10)) === 'more') expect(await tenant.row()).toBeDefined();
    expect(Object.values(await rowsOf(tenant)).every((n) => n === 0)).toBe(true);
    expect(await stage.asOwner('select from tenants where id = $1', [tenant.id])).toEqual([]);
    expect(await rowsOf(other)).toEqual(before);
  });

  it('of a tenant that is gone is done, as often as it is asked', async () => {
    const tenant = await stage.tenant();
    while ((await erase(tenant, 100)) === 'more');
    expect([await erase(tenant, 100), await erase(tenant, 100)]).toEqual(['done', 'done']);
  });

  it('lets no run write any more', async () => {
    const tenant = await fullTenant();
    expect(await erase(tenant, 10)).toBe('more');
    await expect(tenant.open()).rejects.toThrow('notRunnable');
  });

  it('frees the directory for a new tenant', async () => {
    const tenant = await stage.tenant();
    const entraTenantId = (await tenant.row()).entraTenantId ?? directory();
    expect((await create({ entraTenantId })).kind).toBe('taken');
    while ((await erase(tenant, 100)) === 'more');
    expect((await create({ entraTenantId })).kind).toBe('created');
  });
});
