import pg from 'pg';
import { runCommand } from '../../dev/run-command.ts';
import { currentEnvironment } from '../../dev/settings.ts';
import { DATABASES } from './server-config.ts';

const SCHEMAS = {
  [DATABASES.default]: 'postgresql/v12/temporal',
  [DATABASES.visibility]: 'postgresql/v12/visibility',
} as const;

/**
 * Temporal's two databases in that cluster, with the newest schema. Twice is harmless. Throws an Error with what the
 * tool said.
 */
export async function prepareDatabases(sqlTool: string, superuserUrl: string): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(superuserUrl);
  const run = (database: string, ...args: readonly string[]) =>
    runCommand(
      sqlTool,
      ['--plugin', 'postgres12', '--endpoint', hostname, '--port', port || '5432', '--database', database, ...args],
      // By the environment, so that the list of processes does not show it.
      {
        env: {
          ...currentEnvironment(),
          SQL_USER: decodeURIComponent(username),
          SQL_PASSWORD: decodeURIComponent(password),
        },
      },
    );
  for (const [database, schema] of Object.entries(SCHEMAS)) {
    await run(database, 'create-database', '--defaultdb', pathname.slice(1)); // nothing where it is there
    // It would set the version of a schema that is there back to 0.0.
    if (!(await hasSchema(superuserUrl, database))) await run(database, 'setup-schema', '--version', '0.0');
    await run(database, 'update-schema', '--schema-name', schema);
  }
}

async function hasSchema(superuserUrl: string, database: string): Promise<boolean> {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('public.schema_version') is not null as there`,
    );
    return rows[0]?.there === true;
  } finally {
    await client.end();
  }
}
