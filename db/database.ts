import { DriverException, type EntityManager, type MikroORM } from '@mikro-orm/postgresql';
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { TenantId } from '../sync/ids.ts';
import { ENTITIES } from './entities/entities.ts';
import { checkReady } from './check-ready.ts';
import { openOrm } from './open-orm.ts';
import { translateError } from './translate-error.ts';

type Session = {
  /** Runs one statement; parameters are bound as $1, $2, … and never become a part of its text. */
  readonly query: <Row = unknown>(sql: string, parameters: readonly unknown[]) => Promise<readonly Row[]>;
  /** For tables of few rows; in the same transaction. What was persisted with it is written at `flush` only. */
  readonly em: EntityManager;
};

/** A transaction that sees one tenant: row-level security hides all others, whatever a query says. */
export type Tx = Session & { readonly sees: 'oneTenant' };

/** A transaction that sees all tenants, keys and messages, and nobody's people. Only db/across-tenants/ takes it. */
export type AcrossTenantsTx = Session & { readonly sees: 'allTenants' };

export type Database = {
  /** Runs `work` in a transaction of that tenant: all of it is written, or nothing. */
  readonly inTransaction: <T>(tenantId: TenantId, work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly acrossTenants: <T>(work: (tx: AcrossTenantsTx) => Promise<T>) => Promise<T>;
  /** Does the work unless another process does work of this name at the moment: then nothing happens. */
  readonly alone: (name: string, work: () => Promise<void>) => Promise<void>;
  /** Throws DatabaseUnavailableError unless PostgreSQL answers, is migrated, and binds our role by row-level security. */
  readonly ping: () => Promise<void>;
  /** Waits for what is under way. */
  readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
  /** Address of the application's role. */
  readonly url: string;
  /** Sessions at most, and so transactions at a time; further ones wait for 10 s. */
  readonly poolSize: number;
  /** What pg_stat_activity shows. */
  readonly applicationName?: string;
};

/**
 * The longest statement takes some 3 s, for a directory of a million people; one that takes twenty times as long waits
 * for a lock. A transaction whose process has vanished holds its locks no longer than this either.
 */
const STATEMENT_TIMEOUT = '60s';

/** For this transaction only. Dates in a style that a server or role prefers would not be understood. */
const SET_UP = `select set_config('rollcall.tenant_id', $1, true), set_config('rollcall.scope', $2, true),
  set_config('statement_timeout', $3, true), set_config('idle_in_transaction_session_timeout', $3, true),
  set_config('DateStyle', 'ISO', true), set_config('TimeZone', 'UTC', true)`;

/**
 * Opens the application's database; nothing is asked of it yet. Every failure to reach it, here or later, is a
 * DatabaseUnavailableError, and a session that breaks is replaced: the process lives on.
 */
export async function openDatabase({
  url,
  poolSize,
  applicationName = 'rollcall',
}: DatabaseOptions): Promise<Database> {
  const orm = openOrm({ url, poolSize, applicationName, entities: ENTITIES });
  return {
    inTransaction: (tenantId, work) =>
      transactional(orm, tenantId, '', (session) => work({ ...session, sees: 'oneTenant' })),
    acrossTenants: (work) =>
      transactional(orm, '', 'acrossTenants', (session) => work({ ...session, sees: 'allTenants' })),
    alone: (name, work) => alone(orm, name, work),
    ping: () => checkReady(kyselyOf(orm)),
    close: () => orm.close(),
  };
}

/**
 * Kysely's own transaction and not `em.transactional`: that one keeps a session for good when a begin, a commit or a
 * rollback fails (Kysely releases the session of a controlled transaction on success only), until none is left.
 */
async function transactional<T>(
  orm: MikroORM,
  tenantId: TenantId | '',
  scope: 'acrossTenants' | '',
  work: (session: Session) => Promise<T>,
): Promise<T> {
  let failure: { readonly cause: unknown } | undefined;
  try {
    return await kyselyOf(orm)
      .transaction()
      .execute(async (transaction) => {
        const session = sessionOf(orm, transaction);
        await session.query(SET_UP, [tenantId, scope, STATEMENT_TIMEOUT]);
        return await work(session).catch((err: unknown) => {
          failure = { cause: err instanceof DriverException ? translateError(err) : err };
          throw err;
        });
      });
  } catch (err) {
    // When work fails because the session is gone, so does its rollback: the first error is the one to tell.
    throw failure ? failure.cause : translateError(err);
  }
}

/** The lock belongs to a session that is kept for it: a process that dies gives it back. */
async function alone(orm: MikroORM, name: string, work: () => Promise<void>): Promise<void> {
  const ask = async (session: Kysely<unknown>, lock: 'pg_try_advisory_lock' | 'pg_advisory_unlock') => {
    const statement = CompiledQuery.raw(`select ${lock}(hashtextextended($1, 0)) as done`, [`rollcall ${name}`]);
    const { rows } = await session.executeQuery<{ done: boolean }>(statement).catch((err: unknown) => {
      throw translateError(err);
    });
    return rows[0]?.done === true;
  };
  await kyselyOf(orm)
    .connection()
    .execute(async (session) => {
      if (!(await ask(session, 'pg_try_advisory_lock'))) return;
      try {
        await work();
      } finally {
        await ask(session, 'pg_advisory_unlock');
      }
    });
}

function sessionOf(orm: MikroORM, transaction: Transaction<unknown>): Session {
  const em = orm.em.fork();
  em.setTransactionContext(transaction);
  return {
    em,
    async query<Row>(sql: string, parameters: readonly unknown[]) {
      try {
        const { rows } = await transaction.executeQuery(CompiledQuery.raw(sql, [...parameters]));
        return rows as readonly Row[]; // what a statement gives is known to who wrote it
      } catch (err) {
        throw translateError(err);
      }
    },
  };
}

function kyselyOf(orm: MikroORM): Kysely<unknown> {
  return orm.em.getKysely<unknown>();
}
