import { join } from 'node:path';
import { ConfigError, loadConfig, loadMigrationConfig } from '../../config.ts';
import type { Environment } from '../settings.ts';
import { keptSecret } from './kept-secret.ts';

/** What the environment gives is used; what it does not give is started. */
export type StartPlan = {
  readonly postgres: 'embedded' | 'given';
  /** A given database is migrated only with the owner's address. */
  readonly migrate: boolean;
  readonly temporal: 'devServer' | 'given';
  readonly entra: 'emulator' | 'given';
  readonly secrets: {
    readonly operatorKey: string;
    /** Where it is kept; undefined when the environment gives it. */
    readonly operatorKeyFile: string | undefined;
    readonly sessionSecret: string;
  };
};

/** Each of these means a directory of one's own. NODE_EXTRA_CA_CERTS does not: companies set it for their proxies. */
const ENTRA_VARIABLES = [
  'ENTRA_CLIENT_ID',
  'ENTRA_CLIENT_SECRET',
  'ENTRA_CLIENT_CERTIFICATE_PATH',
  'ENTRA_CLOUD',
  'ENTRA_AUTHORITY_HOST',
  'GRAPH_ENDPOINT',
];
const TEMPORAL_VARIABLES = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'];

/** Stand in for what is not started yet, so that all else can be judged before anything is started. */
const PLACEHOLDERS = {
  postgres: {
    DATABASE_URL: 'postgres://later@localhost/later',
    DATABASE_MIGRATION_URL: 'postgres://later@localhost/l',
  },
  entra: { ENTRA_CLIENT_ID: '00000000-0000-0000-0000-000000000000', ENTRA_CLIENT_SECRET: 'later' },
};

/** Throws ConfigError with everything that is wrong with the environment, before anything is started. */
export function planStart(env: Environment, folder: string): StartPlan {
  const given = (name: string): boolean => Boolean(env[name]?.trim());
  const postgres = given('DATABASE_URL') || given('DATABASE_MIGRATION_URL') ? 'given' : 'embedded';
  const entra = ENTRA_VARIABLES.some(given) ? 'given' : 'emulator';
  const operatorKeyFile = given('ROLLCALL_OPERATOR_KEY') ? undefined : join(folder, 'operator-key');
  const secrets = {
    operatorKey: operatorKeyFile ? keptSecret(operatorKeyFile) : (env['ROLLCALL_OPERATOR_KEY']?.trim() ?? ''),
    operatorKeyFile,
    sessionSecret: env['SESSION_SECRET']?.trim() || keptSecret(join(folder, 'session-secret')),
  };
  const migrate = postgres === 'embedded' || given('DATABASE_MIGRATION_URL');
  const complete = {
    ...env,
    ...(postgres === 'embedded' ? PLACEHOLDERS.postgres : {}),
    ...(entra === 'emulator' ? PLACEHOLDERS.entra : {}),
    ROLLCALL_OPERATOR_KEY: secrets.operatorKey,
    SESSION_SECRET: secrets.sessionSecret,
  };
  judge([() => loadConfig(complete), ...(migrate ? [() => loadMigrationConfig(complete)] : [])]);
  return { postgres, migrate, temporal: TEMPORAL_VARIABLES.some(given) ? 'given' : 'devServer', entra, secrets };
}

/** All problems of all loaders together, each variable once. */
function judge(loaders: readonly (() => unknown)[]): void {
  const problems = new Map<string, ConfigError['problems'][number]>();
  for (const load of loaders) {
    try {
      load();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const problem of error.problems) problems.set(problem.variable, problem);
    }
  }
  if (problems.size > 0) throw new ConfigError([...problems.values()]);
}
