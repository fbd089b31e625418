import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../config.ts';
import { planStart } from '../../../dev/start/plan-start.ts';
import { useTemporaryFolder } from '../temporary-folder.ts';

const folder = useTemporaryFolder();
type Given = Readonly<Record<string, string>>;
const plan = (env: Given = {}) => planStart(env, folder());
const DATABASE = { DATABASE_URL: 'postgres://app:x@db/rollcall' };
const OWN_APP = { ENTRA_CLIENT_ID: '0f8fad5b-d9cb-469f-a165-70867728950e', ENTRA_CLIENT_SECRET: 'x' };

test('what the environment does not give is started', () => {
  expect(plan()).toMatchObject({ postgres: 'embedded', migrate: true, temporal: 'devServer', entra: 'emulator' });
});

describe('a component is replaced by its variable:', () => {
  test.each<readonly [string, Given, object]>([
    ['DATABASE_URL', DATABASE, { postgres: 'given', migrate: false }],
    [
      'DATABASE_URL with the owner’s address, which migrates it',
      { ...DATABASE, DATABASE_MIGRATION_URL: 'postgres://owner:x@db/rollcall' },
      { postgres: 'given', migrate: true },
    ],
    ['TEMPORAL_ADDRESS', { TEMPORAL_ADDRESS: 'temporal:7233' }, { temporal: 'given' }],
    ['TEMPORAL_PROFILE', { TEMPORAL_PROFILE: 'cloud' }, { temporal: 'given' }],
    ['TEMPORAL_CONFIG_FILE', { TEMPORAL_CONFIG_FILE: '/etc/temporal.toml' }, { temporal: 'given' }],
    ['ENTRA_CLIENT_ID and its secret', OWN_APP, { entra: 'given' }],
    [
      'ENTRA_CLIENT_CERTIFICATE_PATH',
      { ENTRA_CLIENT_ID: OWN_APP.ENTRA_CLIENT_ID, ENTRA_CLIENT_CERTIFICATE_PATH: '/secrets/rollcall.pem' },
      { entra: 'given' },
    ],
    ['ENTRA_CLOUD', { ...OWN_APP, ENTRA_CLOUD: 'usgov' }, { entra: 'given' }],
    [
      'ENTRA_AUTHORITY_HOST and GRAPH_ENDPOINT',
      { ...OWN_APP, ENTRA_AUTHORITY_HOST: 'https://login.example', GRAPH_ENDPOINT: 'https://graph.example' },
      { entra: 'given' },
    ],
  ])('%s', (_variable, env, expected) => {
    expect(plan(env)).toMatchObject(expected);
  });

  test.each<Given>([
    { NODE_EXTRA_CA_CERTS: '/company.pem' },
    { PUBLIC_URL: 'https://rollcall.example', PORT: '9000' },
    { TEMPORAL_NAMESPACE: 'mine', TEMPORAL_UI_URL: 'http://ui.example' },
    { DATABASE_URL: ' ', TEMPORAL_ADDRESS: '', ENTRA_CLIENT_ID: '  ' },
  ])('and by nothing else: %j', (env) => {
    expect(plan(env)).toMatchObject({ postgres: 'embedded', temporal: 'devServer', entra: 'emulator' });
  });
});

describe('secrets', () => {
  test('are made at the first start, for their owner alone, and kept', () => {
    const { secrets } = plan();
    expect(secrets.operatorKeyFile).toBe(join(folder(), 'operator-key'));
    expect(readFileSync(join(folder(), 'operator-key'), 'utf8')).toBe(secrets.operatorKey);
    expect(secrets.operatorKey).not.toBe(secrets.sessionSecret);
    expect(plan().secrets).toEqual(secrets);
  });

  test('that the environment gives are used, and written nowhere', () => {
    const given = { ROLLCALL_OPERATOR_KEY: 'k'.repeat(40), SESSION_SECRET: 's'.repeat(40) };
    expect(plan(given).secrets).toEqual({
      operatorKey: given.ROLLCALL_OPERATOR_KEY,
      operatorKeyFile: undefined,
      sessionSecret: given.SESSION_SECRET,
    });
    expect(readdirSync(folder())).toEqual([]);
  });
});

describe('a wrong environment is told before anything is started,', () => {
  const errorOf = (env: Given): ConfigError => {
    try {
      plan(env);
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
    throw new Error('The environment was taken for good.');
  };
  const problemsOf = (env: Given) =>
    errorOf(env)
      .problems.map(({ variable }) => variable)
      .toSorted((one, other) => one.localeCompare(other));

  test('all of it at once', () => {
    const env = { PORT: 'eighty', SYNC_CHUNK_TIME: 'soon', ENTRA_CLIENT_ID: 'contoso', LOG_LEVEL: 'loud' };
    expect(problemsOf(env)).toEqual([
      'ENTRA_CLIENT_ID',
      'ENTRA_CLIENT_SECRET or ENTRA_CLIENT_CERTIFICATE_PATH',
      'LOG_LEVEL',
      'PORT',
      'SYNC_CHUNK_TIME',
    ]);
  });

  test('each variable once, though several processes read it', () => {
    expect(problemsOf({ DATABASE_MIGRATION_URL: 'http://db', DATABASE_URL: 'http://db' })).toEqual([
      'DATABASE_MIGRATION_URL',
      'DATABASE_URL',
    ]);
  });

  test('an owner’s address without the application’s too', () => {
    expect(problemsOf({ DATABASE_MIGRATION_URL: 'postgres://owner:x@db/rollcall' })).toEqual(['DATABASE_URL']);
  });

  test('and no secret is in the message', () => {
    const env = { ...OWN_APP, ENTRA_CLIENT_SECRET: 'very-secret', PORT: 'eighty' };
    expect(errorOf(env).message).not.toContain('very-secret');
    expect(existsSync(join(folder(), 'postgres'))).toBe(false);
  });
});
