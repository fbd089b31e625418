import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  ConfigError,
  loadConfig,
  loadEnvironmentFile,
  loadMigrationConfig,
  loadWorkerConfig,
  VARIABLES,
} from '../../config.ts';
import { GOOD_ENVIRONMENT } from './good-environment.ts';

type Environment = Readonly<Record<string, string>>;

function problemsOf(load: (env: Environment) => unknown, env: Environment): readonly string[] {
  try {
    load(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ variable, problem }) => `${variable} ${problem}`);
  }
}

const without = (...names: readonly string[]): Environment =>
  Object.fromEntries(Object.entries(GOOD_ENVIRONMENT).filter(([name]) => !names.includes(name)));

describe('a wrong environment earns one sentence that names the variable and the remedy:', () => {
  // prettier-ignore
  test.each<[variable: string, value: string, remedy: RegExp]>([
    ['DATABASE_URL',           'mysql://a@b/c',                     /is no PostgreSQL address\. Write postgres:\/\/role/],
    ['DATABASE_URL',           'rollcall',                          /is no PostgreSQL address/],
    ['DATABASE_MIGRATION_URL', 'http://db.example',                 /is no PostgreSQL address/],
    ['TEMPORAL_UI_URL',        'temporal.example',                  /is no web address\. Write one like https:/],
    ['ENTRA_CLIENT_ID',        'Rollcall',                          /is not a GUID\. Copy the application \(client\) id/],
    ['ENTRA_CLOUD',            'mars',                              /Use one of global, usgov, dod, china\./],
    ['ENTRA_CLOUD',            'Global',                            /Use one of global/],
    ['ENTRA_AUTHORITY_HOST',   'http://login.example',              /must be an https address/],
    ['GRAPH_ENDPOINT',         'graph.microsoft.com',               /must be an https address/],
    ['PUBLIC_URL',             'ftp://rollcall.example',            /is no web address/],
    ['PORT',                   '0',                                 /is "0", which is no port\. Write a number from 1 to 65535/],
    ['PORT',                   '65536',                             /is no port/],
    ['WORKER_METRICS_ADDRESS', '9464',                              /is "9464"\. Write the address and port/],
    ['PORT',                   '80a',                               /is no port/],
    ['SYNC_INTERVAL_MIN',      '2',                                 /is "2": write a number and its unit/],
    ['SYNC_INTERVAL_MIN',      '5h',                                /more than SYNC_INTERVAL_MAX, 4h\. Swap them/],
    ['SYNC_INTERVAL_MAX',      'two hours',                         /write a number and its unit/],
    ['SYNC_INTERVAL_MAX',      '25d',                               /at most 25d is possible/],
    ['SYNC_CHUNK_TIME',        '5m',                                /at most 4m is possible/],
    ['SYNC_HEARTBEAT_TIMEOUT', '-60s',                              /write a number and its unit/],
    ['SYNC_RETRY_MIN',         '0m',                                /write a number and its unit/],
    ['ROLLCALL_OPERATOR_KEY',  'short',                             /shorter than 16 characters\. Make one with/],
    ['ROLLCALL_OPERATOR_KEY',  'a key of more than one word',       /holds blanks or characters that no HTTP header carries/],
    ['SESSION_SECRET',         'short',                             /shorter than 16 characters\. Make one with/],
    ['LOG_LEVEL',              'verbose',                           /Use one of fatal, error, warn/],
  ])('%s=%s', (variable, value, remedy) => {
    const load = variable === 'DATABASE_MIGRATION_URL' ? loadMigrationConfig : loadConfig;
    const problems = problemsOf(load, { ...GOOD_ENVIRONMENT, [variable]: value });
    expect(problems).toEqual([expect.stringMatching(remedy)]);
    expect(problems[0]).toMatch(new RegExp(`^${variable} `));
  });

  // prettier-ignore
  test.each<[missing: string, problem: RegExp]>([
    ['DATABASE_URL',           /^DATABASE_URL is not set\. Give the application role's address/],
    ['DATABASE_MIGRATION_URL', /^DATABASE_MIGRATION_URL is not set\. Give the owner role's address/],
    ['ENTRA_CLIENT_ID',        /^ENTRA_CLIENT_ID is not set\. Give the application \(client\) id/],
    ['ENTRA_CLIENT_SECRET',    /^ENTRA_CLIENT_SECRET or ENTRA_CLIENT_CERTIFICATE_PATH must be set\. Give a client secret/],
  ])('%s is missing, or empty', (missing, problem) => {
    const load = missing === 'DATABASE_MIGRATION_URL' ? loadMigrationConfig : loadConfig;
    expect(problemsOf(load, without(missing))).toEqual([expect.stringMatching(problem)]);
    expect(problemsOf(load, { ...GOOD_ENVIRONMENT, [missing]: ' ' })).toEqual([expect.stringMatching(problem)]);
  });

  test('a secret and a certificate together', () => {
    const problems = problemsOf(loadConfig, { ...GOOD_ENVIRONMENT, ENTRA_CLIENT_CERTIFICATE_PATH: '/app.pem' });
    expect(problems).toEqual([expect.stringMatching(/are both set\. Keep one of them/)]);
  });

  test('production without its secrets', () => {
    expect(problemsOf(loadConfig, { ...GOOD_ENVIRONMENT, NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^ROLLCALL_OPERATOR_KEY is not set, and NODE_ENV is production\. Make one with/),
      expect.stringMatching(/^SESSION_SECRET is not set, and NODE_ENV is production\. Make one with/),
    ]);
    expect(problemsOf(loadWorkerConfig, { ...GOOD_ENVIRONMENT, NODE_ENV: 'production' })).toEqual([]);
  });
});

test('a .env that cannot be read, such as a folder, is named with what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-env-'));
  try {
    expect(() => loadEnvironmentFile(folder)).toThrow(ConfigError);
    expect(() => loadEnvironmentFile(folder)).toThrow(`${folder} cannot be read. Make it a file`);
    expect(() => loadEnvironmentFile(join(folder, 'absent'))).not.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('several problems are told together, one line each', () => {
  const env = { ...GOOD_ENVIRONMENT, PORT: 'x', LOG_LEVEL: 'loud', ENTRA_CLIENT_SECRET: '', SYNC_RETRY_MIN: '5' };
  const message = String(catchError(() => loadConfig(env)));
  for (const name of ['PORT', 'LOG_LEVEL', 'ENTRA_CLIENT_SECRET or', 'SYNC_RETRY_MIN']) {
    expect(message.split('\n').filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
  }
  expect(message).toMatch(/\.env\.example explains every variable\.$/);
});

test('no message holds a secret, whatever is wrong with it or beside it', () => {
  const secrets = {
    DATABASE_URL: 'mysql://app:hunter2@db/x',
    ROLLCALL_OPERATOR_KEY: 'hunter2',
    SESSION_SECRET: 'hunter2',
  };
  const both = { ENTRA_CLIENT_SECRET: 'hunter2', ENTRA_CLIENT_CERTIFICATE_PATH: '/hunter2.pem' };
  const error = catchError(() => loadConfig({ ...GOOD_ENVIRONMENT, ...secrets, ...both, ENTRA_CLIENT_ID: 'hunter2' }));
  const migration = catchError(() => loadMigrationConfig({ DATABASE_MIGRATION_URL: 'mysql://owner:hunter2@db/x' }));
  for (const each of [error, migration]) {
    expect(each).toBeInstanceOf(ConfigError);
    expect(`${String(each)}${JSON.stringify(each)}${String((each as Error).stack)}`).not.toContain('hunter2');
  }
});

describe('a right environment', () => {
  test('needs nothing but database, application and credential; the rest has defaults', () => {
    expect(loadConfig(GOOD_ENVIRONMENT)).toEqual({
      production: false,
      database: { url: GOOD_ENVIRONMENT.DATABASE_URL },
      temporal: { uiUrl: 'http://localhost:8233' },
      entra: {
        clientId: GOOD_ENVIRONMENT.ENTRA_CLIENT_ID,
        credential: { kind: 'secret', secret: 'entra-secret-value' },
        cloud: 'global',
        authorityHost: 'https://login.microsoftonline.com',
        graphEndpoint: 'https://graph.microsoft.com',
      },
      http: { publicUrl: 'http://localhost:8080', port: 8080 },
      sync: {
        intervalMinMs: 7_200_000,
        intervalMaxMs: 14_400_000,
        chunkTimeMs: 45_000,
        heartbeatTimeoutMs: 60_000,
        retryMinMs: 600_000,
      },
      metrics: { address: undefined },
      log: { level: 'info' },
      secrets: { operatorKey: undefined, sessionSecret: undefined },
    });
  });

  // prettier-ignore
  test.each([
    ['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
    ['usgov',  'https://login.microsoftonline.us',  'https://graph.microsoft.us'],
    ['dod',    'https://login.microsoftonline.us',  'https://dod-graph.microsoft.us'],
    ['china',  'https://login.chinacloudapi.cn',    'https://microsoftgraph.chinacloudapi.cn'],
  ])('of the cloud %s has its sign-in and its Graph together', (cloud, authorityHost, graphEndpoint) => {
    expect(loadConfig({ ...GOOD_ENVIRONMENT, ENTRA_CLOUD: cloud }).entra).toMatchObject({ authorityHost, graphEndpoint });
  });

  test('can name hosts of its own, with or without a slash at the end', () => {
    const env = {
      ...GOOD_ENVIRONMENT,
      ENTRA_AUTHORITY_HOST: 'https://localhost:9443/',
      PUBLIC_URL: 'https://r.example/',
    };
    expect(loadConfig(env).entra.authorityHost).toBe('https://localhost:9443');
    expect(loadConfig(env).http.publicUrl).toBe('https://r.example');
  });

  test('can name a certificate in place of a secret', () => {
    const env = { ...without('ENTRA_CLIENT_SECRET'), ENTRA_CLIENT_CERTIFICATE_PATH: '/run/app.pem' };
    expect(loadWorkerConfig(env).entra.credential).toEqual({ kind: 'certificate', path: '/run/app.pem' });
  });

  test('of migrations grants its rights to the role that DATABASE_URL names', () => {
    const url = { DATABASE_MIGRATION_URL: GOOD_ENVIRONMENT.DATABASE_MIGRATION_URL };
    expect(loadMigrationConfig(url).database.appRole).toBe('rollcall_app');
    expect(loadMigrationConfig({ ...url, DATABASE_URL: 'postgres://my%20app:x@h/d' }).database.appRole).toBe('my app');
  });

  test('may hold what is not ours', () => {
    expect(VARIABLES).not.toContain('PATH');
    expect(problemsOf(loadConfig, { ...GOOD_ENVIRONMENT, PATH: '/bin', ENTRA_CLIENT: 'x' })).toEqual([]);
  });
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
