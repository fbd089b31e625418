import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ms from 'ms';
import type { z } from 'zod';
import { apiSchema, migrationSchema, workerSchema } from './config.schema.ts';
import { CLOUDS } from './entra/clouds.ts';

/**
 * The product's settings: the only reader of the environment. Every process calls its loader once, at its start, and
 * passes what it needs on as values. The loaders parse everything before they complain, so that a wrong environment
 * is one readable text and not one restart per mistake.
 */

/** All that is wrong with the environment, one line a variable, each with what to do. Never holds a secret's value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable} ${problem}`);
    super(`The environment is not complete or not right:\n${lines.join('\n')}\n.env.example explains every variable.`);
    this.problems = problems;
  }
}

export type ConfigProblem = { readonly variable: string; readonly problem: string };

/** Every variable that the product reads; `.env.example` explains each of them (a test compares the two). */
export const VARIABLES: readonly string[] = Object.keys({ ...migrationSchema.shape, ...apiSchema.shape }).sort();

export type Credential =
  { readonly kind: 'secret'; readonly secret: string } | { readonly kind: 'certificate'; readonly path: string };

export type Config = ReturnType<typeof loadConfig>;
export type WorkerConfig = ReturnType<typeof loadWorkerConfig>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the API needs: everything. Throws ConfigError, which holds all problems.
 *
 * `secrets` are undefined only outside production, where a process may be started without `npm start` (which makes
 * them): then no key is the operator's by configuration, and sessions end with the process.
 */
export function loadConfig(env: Environment = process.env) {
  const values = parse(apiSchema, env, [...entraProblems(env), ...intervalProblems(env), ...secretProblems(env)]);
  return {
    ...sectionsOf(values),
    secrets: { operatorKey: values.ROLLCALL_OPERATOR_KEY, sessionSecret: values.SESSION_SECRET },
  };
}

/** What the worker needs: all but the secrets of the API. Throws ConfigError. */
export function loadWorkerConfig(env: Environment = process.env) {
  return sectionsOf(parse(workerSchema, env, [...entraProblems(env), ...intervalProblems(env)]));
}

/**
 * What `npm run migrate` needs: the owner's address, and the name of the role that the application will use
 * (taken from DATABASE_URL where that is given; else `rollcall_app`). Throws ConfigError.
 */
export function loadMigrationConfig(env: Environment = process.env) {
  const values = parse(migrationSchema, env, []);
  const appRole = values.DATABASE_URL === undefined ? '' : decodeURIComponent(new URL(values.DATABASE_URL).username);
  return {
    database: { migrationUrl: values.DATABASE_MIGRATION_URL, appRole: appRole || 'rollcall_app' },
    log: { level: values.LOG_LEVEL },
  };
}

/**
 * Reads `.env` beside this file where there is one; what the environment gives already wins. Main files call it first.
 * Throws ConfigError when it is there and cannot be read.
 */
export function loadEnvironmentFile(file: string = fileURLToPath(new URL('.env', import.meta.url))): void {
  if (!existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch {
    throw new ConfigError([
      { variable: file, problem: 'cannot be read. Make it a file that this account may read, or take it away.' },
    ]);
  }
}

function sectionsOf(values: z.infer<typeof workerSchema>) {
  const cloud = CLOUDS[values.ENTRA_CLOUD];
  return {
    production: values.NODE_ENV === 'production',
    database: { url: values.DATABASE_URL },
    temporal: { uiUrl: values.TEMPORAL_UI_URL },
    entra: {
      clientId: values.ENTRA_CLIENT_ID,
      credential: credentialOf(values),
      cloud: values.ENTRA_CLOUD,
      authorityHost: values.ENTRA_AUTHORITY_HOST ?? cloud.authorityHost,
      graphEndpoint: values.GRAPH_ENDPOINT ?? cloud.graphEndpoint,
    },
    http: { publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`, port: values.PORT },
    sync: {
      intervalMinMs: values.SYNC_INTERVAL_MIN,
      intervalMaxMs: values.SYNC_INTERVAL_MAX,
      chunkTimeMs: values.SYNC_CHUNK_TIME,
      heartbeatTimeoutMs: values.SYNC_HEARTBEAT_TIMEOUT,
      retryMinMs: values.SYNC_RETRY_MIN,
    },
    metrics: { address: values.WORKER_METRICS_ADDRESS },
    log: { level: values.LOG_LEVEL },
  };
}

function credentialOf(values: z.infer<typeof workerSchema>): Credential {
  if (values.ENTRA_CLIENT_SECRET !== undefined) return { kind: 'secret', secret: values.ENTRA_CLIENT_SECRET };
  return { kind: 'certificate', path: values.ENTRA_CLIENT_CERTIFICATE_PATH ?? '' }; // entraProblems: one of them is set
}

/** An empty variable counts as unset: compose files and shells write `NAME=` for "nothing". */
const given = (env: Environment, name: string): string | undefined => env[name]?.trim() || undefined;

function parse<S extends z.ZodObject>(schema: S, env: Environment, more: readonly ConfigProblem[]): z.infer<S> {
  const result = schema.safeParse(
    Object.fromEntries(Object.keys(schema.shape).map((name) => [name, given(env, name)])),
  );
  const own = result.error?.issues.map((issue) => ({ variable: issue.path.join('.'), problem: issue.message })) ?? [];
  if (result.success && more.length === 0) return result.data;
  throw new ConfigError([...own, ...more]);
}

function entraProblems(env: Environment): ConfigProblem[] {
  const secretGiven = given(env, 'ENTRA_CLIENT_SECRET') !== undefined;
  const certificateGiven = given(env, 'ENTRA_CLIENT_CERTIFICATE_PATH') !== undefined;
  if (secretGiven !== certificateGiven) return [];
  const variable = 'ENTRA_CLIENT_SECRET or ENTRA_CLIENT_CERTIFICATE_PATH';
  return secretGiven
    ? [{ variable, problem: 'are both set. Keep one of them: Rollcall must know which one you mean to rotate.' }]
    : [{ variable, problem: 'must be set. Give a client secret, or the path of a PEM file with certificate and key.' }];
}

function intervalProblems(env: Environment): ConfigProblem[] {
  const least = workerSchema.shape.SYNC_INTERVAL_MIN.safeParse(given(env, 'SYNC_INTERVAL_MIN'));
  const most = workerSchema.shape.SYNC_INTERVAL_MAX.safeParse(given(env, 'SYNC_INTERVAL_MAX'));
  if (!least.success || !most.success || least.data <= most.data) return [];
  const problem = `is ${ms(least.data)}, more than SYNC_INTERVAL_MAX, ${ms(most.data)}. Swap them, or set both alike.`;
  return [{ variable: 'SYNC_INTERVAL_MIN', problem }];
}

function secretProblems(env: Environment): ConfigProblem[] {
  if (given(env, 'NODE_ENV') !== 'production') return [];
  return ['ROLLCALL_OPERATOR_KEY', 'SESSION_SECRET']
    .filter((variable) => given(env, variable) === undefined)
    .map((variable) => ({
      variable,
      problem: 'is not set, and NODE_ENV is production. Make one with `openssl rand -hex 32` and keep it secret.',
    }));
}
