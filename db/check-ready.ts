import { CompiledQuery, type Kysely } from 'kysely';
import { DatabaseUnavailableError } from './errors.ts';
import { translateError } from './translate-error.ts';

/**
 * Asks whether the database can be worked with. A role that is not bound by row-level security would work, and nothing
 * but our own queries would stand between two tenants: that is refused too.
 */
export async function checkReady(kysely: Kysely<unknown>): Promise<void> {
  const { rows } = await kysely
    .executeQuery<{ granted: boolean; bound: boolean }>(CompiledQuery.raw(READY))
    .catch((err: unknown) => {
      throw translateError(err);
    });
  const [tenants] = rows;
  if (tenants === undefined || !tenants.granted) {
    const why = tenants === undefined ? 'has no tables yet' : 'has not given our role its rights';
    throw new DatabaseUnavailableError('notReady', `The database ${why}. Run npm run migrate.`);
  }
  if (!tenants.bound) {
    throw new DatabaseUnavailableError(
      'notReady',
      'The role in DATABASE_URL is not bound by row-level security: it owns the tables, is a superuser, or may bypass it. Give the role that the application shall use; DATABASE_MIGRATION_URL alone holds the owner.',
    );
  }
}

const READY = `select has_table_privilege(oid, 'select') as granted, row_security_active(oid) as bound
  from pg_class where oid = to_regclass('tenants')`;
