import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { APP_ROLE, OWNER_ROLE } from '../../dev/postgres.ts';
import { askFor } from './ask-for.ts';

export type TestDatabase = {
  /** As the role that owns the tables. */
  readonly ownerUrl: string;
  /** As the application's role, bound by row-level security. */
  readonly appUrl: string;
  /** Keeps everything as it is now; what it returns brings that back, as an operator does. Both end all sessions. */
  readonly backUp: () => Promise<() => Promise<void>>;
  /** Ends all sessions and drops it; optional, since the cluster ends with the run. */
  readonly drop: () => Promise<void>;
};

/** A database of one's own, all migrations applied, nothing in it: a clone of the template. Takes some 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, template } = await askFor('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runAsSuperuser(superuserUrl, `create database ${name} template ${template} owner ${OWNER_ROLE}`);
  const urlOf = (role: string): string => {
    const url = new URL(superuserUrl); // all roles of the cluster have one password
    url.username = role;
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    ownerUrl: urlOf(OWNER_ROLE),
    appUrl: urlOf(APP_ROLE),
    async backUp() {
      const kept = `${name}_kept`;
      await copyDatabase(superuserUrl, name, kept);
      return () => copyDatabase(superuserUrl, kept, name);
    },
    drop: () => runAsSuperuser(superuserUrl, `drop database if exists ${name} with (force)`),
  };
}

/** PostgreSQL copies a database only while nobody is in it. */
async function copyDatabase(superuserUrl: string, from: string, to: string): Promise<void> {
  const run = (statement: string) => runAsSuperuser(superuserUrl, statement);
  await run(`drop database if exists ${to} with (force)`);
  await run(`alter database ${from} allow_connections false`);
  await run(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`);
  await run(`create database ${to} template ${from} owner ${OWNER_ROLE}`);
  await run(`alter database ${from} allow_connections true`);
}

async function runAsSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
