import { pino } from 'pino';
import { ConfigError, loadEnvironmentFile, loadMigrationConfig } from '../config.ts';
import { CannotMigrateError, DatabaseUnavailableError } from './errors.ts';
import { migrate } from './migrate.ts';

/** `npm run migrate`: ends with 0 when the database has the tables of this version, else with 1 and the reason. */
const log = pino({ base: { process: 'migrate' } });
try {
  loadEnvironmentFile();
  const config = loadMigrationConfig();
  log.level = config.log.level;
  const { migrationUrl, appRole } = config.database;
  const { applied } = await migrate({ ownerUrl: migrationUrl, appRole });
  log.info({ event: 'migrated', applied, appRole });
} catch (err) {
  const known =
    err instanceof ConfigError || err instanceof CannotMigrateError || err instanceof DatabaseUnavailableError;
  // For a person at a terminal, who may have SQL to copy.
  process.stderr.write(`${known ? err.message : String(err)}\n`);
  process.exitCode = 1;
}
