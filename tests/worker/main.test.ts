import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findFreePort } from '../../dev/choose-port.ts';
import { cloneFolder, currentEnvironment } from '../../dev/settings.ts';
import { saysReady } from '../../dev/start/our-process.ts';
import { ProgramFailed, type RunningProgram, startProgram } from '../../dev/start-program.ts';
import { createTestDatabase, type TestDatabase } from '../set-up/test-database.ts';
import { testTemporal } from '../set-up/test-temporal.ts';

/** Nothing listens there. */
const NOBODY = '127.0.0.1:9';
const SECRET = 'a-secret-of-the-test';
let database: TestDatabase;
let environment: Readonly<Record<string, string | undefined>>;
const programs: RunningProgram[] = [];
beforeAll(async () => {
  const [created, { address, namespace }] = await Promise.all([createTestDatabase(), testTemporal()]);
  database = created;
  environment = {
    ...currentEnvironment(),
    DATABASE_URL: database.appUrl,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    ENTRA_CLIENT_ID: '00000000-0000-0000-0000-000000000000',
    ENTRA_CLIENT_SECRET: SECRET,
  };
});
afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  await database.drop();
});

/** Types by the numbers of temporal.api.enums.v1.IndexedValueType. */
async function newNamespace(searchAttributes: Readonly<Record<string, number>>): Promise<string> {
  const { connection } = await testTemporal();
  const namespace = `bare-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1d'),
  });
  if (Object.keys(searchAttributes).length > 0)
    await vi.waitFor(() => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }), 20_000);
  return namespace;
}

const GRACE_MS = 40_000;
const main = join(cloneFolder, 'worker', 'main.ts');
const start = (more: Readonly<Record<string, string | undefined>> = {}, stopSignal: NodeJS.Signals = 'SIGTERM') =>
  startProgram({
    name: 'Worker',
    file: process.execPath,
    args: ['--import', 'tsx', main],
    cwd: cloneFolder,
    env: { ...environment, ...more },
    commandHolds: main,
    stopSignal,
    stopTimeoutMs: GRACE_MS,
    onSpawn: (program) => programs.push(program),
    readyWhen: (line) => saysReady(JSON.parse(line)),
  });

async function failureOf(more: Readonly<Record<string, string | undefined>>): Promise<ProgramFailed> {
  const failure = await start(more).then(
    () => undefined,
    (err: unknown) => err,
  );
  if (failure instanceof ProgramFailed) return failure;
  throw new Error('The worker started.', { cause: failure });
}

describe('a worker that cannot start ends with code 1 and one message that says what to do:', () => {
  test.each([
    [
      'a wrong environment, all of it at once',
      { DATABASE_URL: undefined, ENTRA_CLIENT_ID: 'contoso', SYNC_CHUNK_TIME: 'soon' },
      [/DATABASE_URL/, /ENTRA_CLIENT_ID/, /SYNC_CHUNK_TIME/],
    ],
    [
      'a database that does not answer',
      { DATABASE_URL: `postgres://someone:s3cret@${NOBODY}/rollcall` },
      [/PostgreSQL cannot be reached/, /DATABASE_URL/],
    ],
    [
      'a role that is refused',
      () => ({ DATABASE_URL: database.appUrl.replace(/:[^:@/]+@/, ':s3cret@') }),
      [/PostgreSQL/, /DATABASE_URL/],
    ],
    [
      'the owner’s role, whom row-level security does not bind',
      () => ({ DATABASE_URL: database.ownerUrl }),
      [/row-level security/],
    ],
    [
      'a Temporal server that does not answer',
      { TEMPORAL_ADDRESS: NOBODY },
      [/Temporal does not answer at 127\.0\.0\.1:9/, /TEMPORAL_ADDRESS/],
    ],
    [
      'a namespace that Temporal does not have',
      { TEMPORAL_NAMESPACE: 'contoso' },
      [/no namespace contoso/, /TEMPORAL_NAMESPACE/],
    ],
    [
      'a namespace without our search attributes',
      async () => ({ TEMPORAL_NAMESPACE: await newNamespace({}) }),
      [
        /lacks search attributes/,
        /search-attribute create --namespace \S+ --name TenantId --type Keyword --name SyncTrigger/,
      ],
    ],
    [
      'a namespace in which a search attribute of ours has another type',
      async () => ({
        TEMPORAL_NAMESPACE: await newNamespace({ TenantId: 2, SyncTrigger: 2, SyncState: 3, LastSyncedAt: 6 }),
      }),
      [/search attribute SyncState has another type than Keyword/, /TEMPORAL_NAMESPACE/],
    ],
  ])('%s', async (_why, given, messages) => {
    const more = typeof given === 'function' ? await given() : given;
    const failure = await failureOf(more);
    expect(failure.message).toContain('Worker ended with code 1 before it was ready.');
    expect(failure.lines).toHaveLength(1);
    const [line = ''] = failure.lines;
    const said: { level: number; msg: string } = JSON.parse(line);
    expect(said.level).toBe(60);
    for (const message of messages) expect(said.msg).toMatch(message);
    const password = new URL(database.appUrl).password;
    expect(line).not.toMatch(new RegExp(`\\n\\s+at |node_modules|s3cret|${SECRET}|${password}`));
  });
});

test('a worker gives its metrics where it is told to, Temporal’s and its own', async () => {
  const port = await findFreePort();
  const program = await start({ WORKER_METRICS_ADDRESS: `127.0.0.1:${port}` });
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  await program.stop();
  expect(text).toMatch(/^rollcall_own_credential_refused(\{.*\})? 0$/m);
  expect(text).toMatch(/^temporal_\w+/m);
  expect(text).not.toContain(SECRET);
});

describe.each(['SIGTERM', 'SIGINT'] as const)('a worker that is told to end by %s', (signal) => {
  test('ends by itself, within the grace, with code 0 and nothing to warn of', async () => {
    const program = await start({}, signal);
    await program.stop();
    expect(await program.ended).toBe('ended with code 0');
    const lines = program.lastLines().map((line): { event?: string } => JSON.parse(line));
    expect(lines.map(({ event }) => event)).toEqual(['ready', 'stopping']);
    expect(program.lastLines().join('\n')).not.toContain(SECRET);
  });
});
