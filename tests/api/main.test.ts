import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentEnvironment } from '../../dev/settings.ts';
import { ProgramFailed, type RunningProgram } from '../../dev/start-program.ts';
import { saysReady, startOurProcess } from '../../dev/start/our-process.ts';
import { createTestDatabase, type TestDatabase } from '../set-up/test-database.ts';

const KEY = 'an-operator-key-for-the-process';
let database: TestDatabase;
const programs: RunningProgram[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  await database.drop();
});

const start = (environment: Readonly<Record<string, string>>) =>
  startOurProcess({
    name: 'API',
    main: join('api', 'main.ts'),
    env: {
      ...currentEnvironment(),
      DATABASE_URL: database.appUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:9', // nothing listens there: the API starts all the same
      ENTRA_CLIENT_ID: '00000000-0000-0000-0000-000000000000',
      ENTRA_CLIENT_SECRET: 'a-secret-of-the-test',
      ROLLCALL_OPERATOR_KEY: KEY,
      ...environment,
    },
    onSpawn: (program) => programs.push(program),
    readyWhen: saysReady,
  });

test('the process serves once it says that it is ready, and ends by itself when it is told to', async () => {
  const port = await freePort();
  const program = await start({ PORT: String(port) });
  const headers = { authorization: `Bearer ${KEY}` };
  const answer = await fetch(`http://127.0.0.1:${port}/api/tenants`, { headers });
  expect(await answer.json()).toEqual({ items: [], next: null });
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(ready.status).toBe(503);
  await program.stop();
  expect(await program.ended).toMatch(/code 0|with 0/);
});

describe('the start ends with one clear message', () => {
  test.each([
    [
      'for a port that is taken',
      async () => ({ PORT: String((await occupied()).port) }),
      /cannot listen on port \d+: .*set PORT/,
    ],
    [
      'for a database that does not answer',
      async () => ({ DATABASE_URL: 'postgres://someone:s3cret@127.0.0.1:9/x', PORT: String(await freePort()) }),
      /PostgreSQL cannot be reached/,
    ],
    ['for an environment that is not complete', async () => ({ PORT: 'eighty' }), /PORT is \\"eighty\\"/],
  ])('%s', async (_why, environment, message) => {
    const failure = await start(await environment()).then(
      () => undefined,
      (err: unknown) => err,
    );
    if (!(failure instanceof ProgramFailed)) throw new Error('It started.');
    const told = failure.lines.join('\n');
    expect(told).toMatch(message);
    expect(told).not.toMatch(/\n\s+at |s3cret|a-secret-of-the-test/);
  });
});

const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** Somebody else's. */
async function occupied(): Promise<AddressInfo> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server.address() as AddressInfo; // it listens on a port
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
