import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Migration, Migrator } from '@mikro-orm/migrations';
import type { MikroORM } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import type { TenantId } from '../sync/ids.ts';
import { checkRoles } from './check-roles.ts';
import type { Tx } from './database.ts';
import { grantRights } from './grant-rights.ts';
import { openOrm } from './open-orm.ts';
import { buildBlocks } from './search-blocks.ts';
import { translateError } from './translate-error.ts';

export type MigrationOptions = {
  /** Address of the role that owns the tables. */
  readonly ownerUrl: string;
  /** Name of the application's role, which has to be there. */
  readonly appRole: string;
};

const FOLDER = join(import.meta.dirname, 'migrations');

/**
 * Brings the database to this version's tables, and gives the application's role exactly the rights that it needs: all
 * of it in one transaction, one process at a time. Safe to repeat: a migration is applied once, rights are set anew.
 *
 * @returns names of the migrations that were applied now, in order
 * @throws CannotMigrateError when somebody has to change something first, DatabaseUnavailableError
 */
export async function migrate({ ownerUrl, appRole }: MigrationOptions): Promise<{ applied: string[] }> {
  const orm = openOrm({
    url: ownerUrl,
    poolSize: 2, // one for the lock and the migrations, one for the table that lists them
    applicationName: 'rollcall-migrate',
    entities: [],
    extensions: [Migrator],
    migrations: { migrationsList: await readMigrations(), snapshot: false, silent: true, disableForeignKeys: false },
  });
  try {
    return await applyAll(orm, appRole);
  } catch (err) {
    throw translateError(err, 'DATABASE_MIGRATION_URL');
  } finally {
    await orm.close();
  }
}

function applyAll(orm: MikroORM, appRole: string): Promise<{ applied: string[] }> {
  return orm.em.fork().transactional(async (em) => {
    const query = async <Row = unknown>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> =>
      (await em.getKysely<unknown>().executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))).rows;
    await query(`select pg_advisory_xact_lock(hashtext('rollcall migrate'))`);
    await checkRoles(query, appRole);
    const applied = await orm.migrator.up({ transaction: em.getTransactionContext() });
    await buildSearch(query);
    await grantRights(query, appRole);
    return { applied: applied.map(({ name }) => name) };
  });
}

/** Employees from before there were blocks of the search get theirs: the owner, whom no policy binds, sees all tenants. */
async function buildSearch(query: Tx['query']): Promise<void> {
  const tenants = await query<{ id: TenantId }>(
    `select id from tenants t where exists (select from employees where tenant_id = t.id)
       and not exists (select from search_blocks where tenant_id = t.id)`,
    [],
  );
  for (const { id } of tenants) await buildBlocks(id, { query });
}

/** A migration is a file of SQL, applied in the order of names. A file that was released never changes. */
async function readMigrations() {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(FOLDER, file), 'utf8');
      class SqlFile extends Migration {
        override up(): void {
          this.addSql(sql);
        }
      }
      return { name: file.replace(/\.sql$/, ''), class: SqlFile };
    }),
  );
}
