import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveExamples } from '../../db/example-versions.ts';
import { createTenantKey } from '../../db/tenant-keys.ts';
import { storeMessage } from '../../db/outbox.ts';
import { fillAdmins } from './fill-admins.ts';
import { fillPreview } from './fill-preview.ts';
import { oid, openStage, persons, type Stage, type TestTenant } from './stage.ts';

/** Every table, with the column that names its tenant. A new table that is not told here fails the first case. */
const TABLES = {
  tenants: 'id',
  integration_settings: 'tenant_id',
  field_versions: 'tenant_id',
  example_versions: 'tenant_id',
  api_keys: 'tenant_id',
  sessions: 'tenant_id',
  admins: 'tenant_id',
  invitations: 'tenant_id',
  expected_returns: 'tenant_id',
  outbox: 'tenant_id',
  sync_runs: 'tenant_id',
  employees: 'tenant_id',
  search_blocks: 'tenant_id',
  run_changes: 'tenant_id',
  hand_changes: 'tenant_id',
  mailbox_answers: 'tenant_id',
  kinds_by_hand: 'tenant_id',
  listing_pages: 'tenant_id',
  scope_pages: 'tenant_id',
  people_to_ask: 'tenant_id',
  employee_photos: 'tenant_id',
  planned_removals: 'tenant_id',
  previews: 'tenant_id',
  preview_pages: 'tenant_id',
  preview_changes: 'tenant_id',
  preview_duplicates: 'tenant_id',
} as const;
/** Of Rollcall itself, and so no tenant's. */
const NOBODYS = ['alarms'];
const NAMES = Object.keys(TABLES) as (keyof typeof TABLES)[]; // its keys, by its type
const ACROSS_TENANTS: readonly string[] = [
  ...['tenants', 'api_keys', 'outbox'],
  ...['sessions', 'admins', 'invitations', 'expected_returns'],
];

let stage: Stage;
let ours: TestTenant;
let theirs: TestTenant;
beforeAll(async () => {
  stage = await openStage();
  [ours, theirs] = [await stage.tenant(), await stage.tenant()];
  for (const tenant of [ours, theirs]) await fillEveryTable(tenant);
});
afterAll(() => stage.close());

async function fillEveryTable(tenant: TestTenant): Promise<void> {
  await tenant.page(await tenant.open(), persons(1, 3));
  await tenant.inTransaction(async (tx) => {
    await createTenantKey(tenant.id, tx, { name: 'a key', hash: Buffer.from(tenant.id) });
    await storeMessage(tenant.id, tx, { id: tenant.id, message: { kind: 'pause' } });
    await tx.query(
      'insert into hand_changes (tenant_id, employee_id, entra_object_id, action, after_run) values ($1, $2, $2, 5, 1)',
      [tenant.id, oid(1)],
    );
    await tx.query(
      `insert into sessions (hash, tenant_id, entra_tenant_id, entra_object_id, name, expires_at) values ($1::text::bytea, $1::uuid, $1::uuid, $1::uuid, 'Adele', now())`,
      [tenant.id],
    );
    await fillAdmins(tx, tenant.id);
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
      `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof) values ($1, 1, $2, $2, 4, 0)`,
      [tenant.id, oid(1)],
    );
    await fillPreview(tx, tenant.id);
  });
}

const whoseRows = (table: keyof typeof TABLES) => `select distinct ${TABLES[table]}::text as tenant from ${table}`;

describe('row-level security', () => {
  it('stands behind every table', async () => {
    const tables = await stage.asOwner<{ name: string; enabled: boolean }>(
      `select relname as name, relrowsecurity as enabled from pg_class
       where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> 'mikro_orm_migrations' order by 1`,
    );
    expect(tables).toEqual([...NAMES, ...NOBODYS].sort().map((name) => ({ name, enabled: true })));
  });

  it.each(NAMES)('shows a tenant its own %s and no others', async (table) => {
    const all = await stage.asOwner<{ tenant: string }>(whoseRows(table));
    expect(all.map(({ tenant }) => tenant).sort()).toEqual([ours.id, theirs.id].sort());
    expect(await ours.inTransaction((tx) => tx.query(whoseRows(table), []))).toEqual([{ tenant: ours.id }]);
  });

  it.each(NAMES)('shows no %s to a transaction that says no tenant', async (table) => {
    const nobody = await ours.inTransaction(async (tx) => {
      await tx.query(`select set_config('rollcall.tenant_id', '', true)`, []);
      return tx.query(whoseRows(table), []);
    });
    expect(nobody).toEqual([]);
  });

  it.each(NAMES)('shows across tenants only what lies there: %s', async (table) => {
    const rows = await stage.db.acrossTenants((tx) => tx.query(whoseRows(table), []));
    expect(rows).toHaveLength(ACROSS_TENANTS.includes(table) ? 2 : 0);
  });

  it.each(NAMES)('lets nobody change or delete the %s of another tenant', async (table) => {
    const column = TABLES[table];
    const deleted = await ours.inTransaction((tx) =>
      tx.query(`delete from ${table} where ${column} = $1 returning 1`, [theirs.id]),
    );
    expect(deleted).toEqual([]);
  });

  it.each([
    [
      'employees',
      `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in) values ($1, gen_random_uuid(), '', '', '', 'person', '{}', '', 1, 1)`,
    ],
    [
      'run_changes',
      'insert into run_changes (tenant_id, run_id, seq, entra_object_id, employee_id, action, reason) values ($1, 1, 99, $1, $1, 1, 1)',
    ],
    [
      'hand_changes',
      'insert into hand_changes (tenant_id, employee_id, entra_object_id, action, after_run) values ($1, $1, $1, 5, 1)',
    ],
    ['listing_pages', `insert into listing_pages values ($1, 1, 99, '{}', '')`],
    ['people_to_ask', 'insert into people_to_ask values ($1, $1)'],
    ['employee_photos', 'insert into employee_photos (tenant_id, employee_id, ask_at) values ($1, $1, now())'],
    ['mailbox_answers', `insert into mailbox_answers values ($1, $1, 'room', '', now())`],
    ['kinds_by_hand', `insert into kinds_by_hand values ($1, $1, 'room')`],
    ['scope_pages', `insert into scope_pages values ($1, 1, 99, '{}')`],
    ['planned_removals', 'insert into planned_removals values ($1, 1, $1, $1, 4, 0)'],
    ['integration_settings', `insert into integration_settings values ($1, 99, '{}')`],
    ['field_versions', `insert into field_versions values ($1, 99, '[]')`],
    ['example_versions', `insert into example_versions values ($1, 99, '[]')`],
    ['api_keys', `insert into api_keys (tenant_id, name, hash) values ($1, '', 'x')`],
    [
      'sessions',
      `insert into sessions (hash, tenant_id, entra_tenant_id, entra_object_id, name, expires_at) values ('x', $1, $1, $1, '', now())`,
    ],
    [
      'admins',
      `insert into admins (tenant_id, entra_tenant_id, entra_object_id, name, added_at) values ($1, gen_random_uuid(), $1, '', now())`,
    ],
    ['invitations', `insert into invitations (hash, tenant_id, expires_at) values ('x', $1, now())`],
    [
      'expected_returns',
      `insert into expected_returns (hash, kind, browser, expires_at, tenant_id, entra_tenant_id) values ('x', 'link', 'x', now(), $1, $1)`,
    ],
    ['outbox', `insert into outbox (id, tenant_id, message) values (gen_random_uuid(), $1, '{}')`],
    [
      'sync_runs',
      `insert into sync_runs (tenant_id, id, kind, kind_reason, trigger, state, opened_by, settings_version, fields_version, started_at) values ($1, 99, 'full', '', 'manual', 'failed', 'x', 1, 1, now())`,
    ],
  ])('lets nobody write %s as another tenant', async (_table, insert) => {
    // prettier-ignore
    const attempt = ours.inTransaction((tx) => tx.query(insert, [theirs.id]));
    await expect(attempt).rejects.toThrow(/row-level security policy/);
    await expect(
      theirs.inTransaction((tx) => tx.query(insert, [theirs.id]).then(() => Promise.reject(new Error('undone')))),
    ).rejects.toThrow('undone');
  });

  it('gives a tenant’s transaction no operator’s key, and lets it make none', async () => {
    const make = `insert into api_keys (tenant_id, name, hash) values (null, 'operator', 'y') returning id`;
    await expect(ours.inTransaction((tx) => tx.query(make, []))).rejects.toThrow(/row-level security policy/);
    await stage.db.acrossTenants((tx) => tx.query(make, []));
    expect(await ours.inTransaction((tx) => tx.query('select from api_keys where tenant_id is null', []))).toEqual([]);
    await stage.asOwner('delete from api_keys where tenant_id is null');
  });

  it('is set for the transaction alone, and not left behind in the pool', async () => {
    await ours.inTransaction(async () => undefined);
    const settings = await stage.db.acrossTenants((tx) =>
      tx.query(
        `select current_setting('rollcall.tenant_id') as tenant, current_setting('rollcall.scope') as scope`,
        [],
      ),
    );
    expect(settings).toEqual([{ tenant: '', scope: 'acrossTenants' }]);
    const after = await ours.inTransaction((tx) => tx.query(`select current_setting('rollcall.scope') as scope`, []));
    expect(after).toEqual([{ scope: '' }]);
  });
});
