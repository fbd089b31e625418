import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/database.ts';
import { CannotMigrateError, DatabaseUnavailableError } from '../../db/errors.ts';
import { migrate } from '../../db/migrate.ts';
import { APP_ROLE, OWNER_ROLE } from '../../dev/postgres.ts';
import { askFor } from '../set-up/ask-for.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let superuser: pg.Client;
/** Roles belong to the whole cluster, which the suite shares: those of a case are its own. */
const roles: string[] = [];
const databases: string[] = [];

beforeAll(async () => {
  stage = await openStage();
  superuser = new pg.Client({ connectionString: (await askFor('postgres')).superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await stage.close();
  for (const name of databases) await superuser.query(`drop database ${name} with (force)`);
  for (const role of roles) await superuser.query(`drop role ${role}`);
  await superuser.end();
});

async function makeRole(attributes = ''): Promise<string> {
  const role = `test_role_${randomBytes(6).toString('hex')}`;
  const password = new URL(stage.database.ownerUrl).password;
  await superuser.query(`create role ${role} login ${attributes} password '${password}'`);
  roles.push(role);
  return role;
}

/** An empty database of that owner's, and its address. */
async function emptyDatabase(owner = OWNER_ROLE): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await superuser.query(`create database ${name} owner ${owner}`);
  databases.push(name);
  const url = new URL(stage.database.ownerUrl);
  url.username = owner;
  url.pathname = `/${name}`;
  return url.href;
}

const asRole = (role: string, address = stage.database.ownerUrl): string => {
  const url = new URL(address);
  url.username = role;
  return url.href;
};

describe('migrations', () => {
  it('are applied once, and then change nothing', async () => {
    const ownerUrl = await emptyDatabase();
    const first = await migrate({ ownerUrl, appRole: APP_ROLE });
    expect(first.applied).toEqual([...first.applied].sort());
    expect(first.applied[0]).toBe('0001-first-tables');
    expect(await migrate({ ownerUrl, appRole: APP_ROLE })).toEqual({ applied: [] });
  });

  it('are applied by one of several processes that start at once', async () => {
    const ownerUrl = await emptyDatabase();
    const answers = await Promise.all([1, 2, 3].map(() => migrate({ ownerUrl, appRole: APP_ROLE })));
    expect(answers.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
  });

  it('keep employees of an earlier version, and tell which run created them', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.inTransaction((tx) => tx.query('select 1', []));
    await stage.asOwner(
      `alter table employees alter column created_in drop not null, alter column created_in drop default`,
    );
    await stage.asOwner(
      `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since)
       values ($1, $1, 'a@b.c', 'a@b.c', 'A', 'person', '{}', '', 1)`,
      [tenant.id],
    );
    await stage.asOwner(
      `insert into run_changes (tenant_id, run_id, seq, entra_object_id, employee_id, action, reason) values ($1, $2, 1, $1, $1, 1, 1)`,
      [tenant.id, run],
    );
    await stage.asOwner('drop index employees_tenant_id_status_id_idx');
    await stage.asOwner('alter table employees drop column created_in');
    await stage.asOwner('alter table sync_runs drop column superseded_by');
    await stage.asOwner(`delete from mikro_orm_migrations where name = '0002-reading-back'`);
    const { applied } = await migrate({ ownerUrl: stage.database.ownerUrl, appRole: APP_ROLE });
    expect(applied).toEqual(['0002-reading-back']);
    expect(await stage.asOwner('select created_in from employees where tenant_id = $1', [tenant.id])).toEqual([
      { created_in: run },
    ]);
  });
});

describe('the application’s role', () => {
  it('has exactly the rights that it needs', async () => {
    const granted = await stage.asOwner<{ relname: string; rights: string }>(
      `select c.relname, string_agg(distinct a.privilege_type, ' ' order by a.privilege_type) as rights
       from pg_class c cross join aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
       where r.rolname = $1 and c.relnamespace = 'public'::regnamespace group by 1 order by 1`,
      [APP_ROLE],
    );
    expect(Object.fromEntries(granted.map(({ relname, rights }) => [relname, rights]))).toEqual({
      admins: 'DELETE INSERT SELECT',
      alarms: 'DELETE INSERT SELECT',
      api_keys: 'DELETE INSERT SELECT',
      employee_photos: 'DELETE INSERT SELECT UPDATE',
      employees: 'DELETE INSERT SELECT UPDATE',
      example_versions: 'DELETE INSERT SELECT',
      expected_returns: 'DELETE INSERT SELECT',
      field_versions: 'DELETE INSERT SELECT',
      hand_changes: 'DELETE INSERT SELECT UPDATE',
      integration_settings: 'DELETE INSERT SELECT',
      invitations: 'DELETE INSERT SELECT',
      kinds_by_hand: 'DELETE INSERT SELECT',
      listing_pages: 'DELETE INSERT SELECT',
      mailbox_answers: 'DELETE INSERT SELECT',
      outbox: 'DELETE INSERT SELECT',
      people_to_ask: 'DELETE INSERT SELECT',
      planned_removals: 'DELETE INSERT SELECT',
      preview_changes: 'DELETE INSERT SELECT',
      preview_duplicates: 'DELETE INSERT SELECT',
      preview_pages: 'DELETE INSERT SELECT',
      previews: 'DELETE INSERT SELECT',
      run_changes: 'DELETE INSERT SELECT',
      scope_pages: 'DELETE INSERT SELECT',
      search_blocks: 'DELETE INSERT SELECT',
      sessions: 'DELETE INSERT SELECT',
      sync_runs: 'DELETE INSERT SELECT UPDATE',
      tenants: 'DELETE INSERT SELECT UPDATE',
    });
    const columns = await stage.asOwner<{ column: string }>(
      `select c.relname || '.' || t.attname as column from pg_attribute t join pg_class c on c.oid = t.attrelid
       cross join aclexplode(t.attacl) a join pg_roles r on r.oid = a.grantee where r.rolname = $1 order by 1`,
      [APP_ROLE],
    );
    expect(columns.map(({ column }) => column)).toEqual([
      'admins.name',
      'alarms.last_seen_at',
      'api_keys.last_used_at',
      'invitations.used_by',
      'invitations.used_by_directory',
      'kinds_by_hand.kind',
      'kinds_by_hand.set_at',
      'listing_pages.outcomes',
      'mailbox_answers.answer',
      'mailbox_answers.asked_at',
      'mailbox_answers.fingerprint',
      'outbox.sent_at',
      'planned_removals.absent',
      'planned_removals.proof',
      'planned_removals.reason',
      'preview_changes.after',
      'preview_changes.before',
      'preview_changes.email_key',
      'preview_changes.sort_name',
      'preview_duplicates.email_key',
      'preview_duplicates.holder_name',
      'preview_duplicates.name',
      'preview_pages.outcomes',
      'run_changes.after',
      'run_changes.before',
      'scope_pages.ids',
      'search_blocks.ids',
      'search_blocks.names',
      'search_blocks.text',
    ]);
  });

  it('loses rights that somebody gave it by hand', async () => {
    await stage.asOwner(`grant update on run_changes to ${APP_ROLE}`);
    await migrate({ ownerUrl: stage.database.ownerUrl, appRole: APP_ROLE });
    const [row] = await stage.asOwner(`select has_table_privilege($1, 'run_changes', 'update') as may`, [APP_ROLE]);
    expect(row).toEqual({ may: false });
  });

  it.each([
    ['is not there', async () => 'nobody_there', /does not exist.*create role "nobody_there" login nosuperuser/s],
    ['is a superuser', () => makeRole('superuser'), /may bypass row-level security.*alter role .* nosuperuser/s],
    ['may bypass row-level security', () => makeRole('bypassrls'), /may bypass row-level security.*nobypassrls/s],
    ['owns the tables', async () => OWNER_ROLE, /name the same role.*create role rollcall_app/s],
    [
      'is a member of the owner’s role',
      async () => {
        const role = await makeRole();
        await superuser.query(`grant ${OWNER_ROLE} to ${role}`);
        return role;
      },
      /is a member of the owner's role.*revoke "rollcall_owner" from/s,
    ],
  ])('that %s is refused with the SQL that cures it, and nothing is changed', async (_what, role, message) => {
    const ownerUrl = await emptyDatabase();
    const failure = await migrate({ ownerUrl, appRole: await role() }).catch((err: unknown) => err);
    expect(failure).toBeInstanceOf(CannotMigrateError);
    expect(String(failure)).toMatch(message);
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    expect((await client.query(`select from pg_class where relname = 'tenants'`)).rowCount).toBe(0);
    await client.end();
  });

  it('is quoted where its name is no plain word', async () => {
    const failure = migrate({ ownerUrl: await emptyDatabase(), appRole: 'x"; drop table tenants; --' });
    await expect(failure).rejects.toThrow('create role "x""; drop table tenants; --" login');
  });
});

describe('an owner who may not create tables', () => {
  it('is told the grant that is missing', async () => {
    const url = asRole(await makeRole(), await emptyDatabase());
    await expect(migrate({ ownerUrl: url, appRole: APP_ROLE })).rejects.toThrow(
      /may not create tables.*grant usage, create/s,
    );
  });
});

describe('a database that is not ready', () => {
  const pingOf = async (url: string): Promise<unknown> => {
    const db = await openDatabase({ url, poolSize: 1 });
    const failure = await db.ping().catch((err: unknown) => err);
    await db.close();
    return failure;
  };

  it('is ready once it is migrated', async () => {
    expect(await pingOf(stage.database.appUrl)).toBeUndefined();
  });

  it.each([
    ['has no tables', async () => asRole(APP_ROLE, await emptyDatabase()), /no tables yet.*npm run migrate/],
    ['gives a role no rights', async () => asRole(await makeRole()), /not given our role its rights.*npm run migrate/],
    ['is opened by its owner', async () => stage.database.ownerUrl, /not bound by row-level security/],
    ['is opened by a superuser', async () => asRole('postgres'), /not bound by row-level security/],
  ])('because it %s says so', async (_what, url, message) => {
    const failure = await pingOf(await url());
    expect(failure).toBeInstanceOf(DatabaseUnavailableError);
    expect(failure).toMatchObject({ reason: 'notReady', message: expect.stringMatching(message) });
  });
});
