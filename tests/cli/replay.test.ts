import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporalServer, type TemporalServer } from '../../dev/temporal-server.ts';
import { quietTemporal } from '../set-up/quiet-temporal.ts';
import { startFakeRollcall } from './fake-rollcall.ts';
import { rollcall } from './rollcall.ts';
import { CONTOSO, listOf, tenant } from './sample.ts';

const logger = new DefaultLogger('ERROR', () => undefined);
const path = (file: string) => createRequire(import.meta.url).resolve(file);

/** What the two workflows ask for; nobody vanished, so a run is short. */
const activities = {
  findVanished: () => Promise.resolve({ toProve: 0, cleanUpNeeded: false, unsettled: false }),
  closeRun: () => Promise.resolve(),
};

let server: TemporalServer;
let client: Client;
let folder: string;
let file: string;

/** Has run `number` done by the given workflow code, which leaves its history behind. */
async function record(workflowsPath: string, number: string): Promise<void> {
  const taskQueue = `replay-${number}`;
  const connection = await NativeConnection.connect({ address: server.address });
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
  const worker = await Worker.create({ connection, taskQueue, workflowBundle, activities });
  const run = { v: 1, tenantId: CONTOSO, runId: number, kind: 'cleanUp', heartbeatMs: 2000, chunks: 0 };
  const workflowId = `sync-run/${CONTOSO}/${number}`;
  await worker.runUntil(client.workflow.execute('syncRun', { taskQueue, workflowId, args: [run] }));
  await connection.close();
}

beforeAll(async () => {
  quietTemporal();
  folder = await mkdtemp(join(tmpdir(), 'rollcall-replay-'));
  file = join(folder, 'history.json');
  server = await startTemporalServer();
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  await record(path('../../workflows/index.ts'), '1');
  await record(path('./other-sync-run.ts'), '2');
  const history = await client.workflow.getHandle(`sync-run/${CONTOSO}/1`).fetchHistory();
  await writeFile(file, historyToJSON(history));
}, 120_000);
afterAll(async () => {
  await client.connection.close();
  await Promise.all([server.stop(), rm(folder, { recursive: true })]);
});

const replay = (args: readonly string[], url = 'http://127.0.0.1:9', env: Record<string, string> = {}) =>
  rollcall(['runs', 'replay', ...args], { url, env: { TEMPORAL_ADDRESS: server.address, ...env } });

const MISMATCH =
  "Activity type of scheduled event 'closeRun' does not match activity type of activity command 'findVanished'.";

describe('runs replay', () => {
  it('says that a recorded run replays against this code, without asking the API for it', async () => {
    const { code, stdout, stderr } = await replay([`sync-run/${CONTOSO}/1`]);
    expect(stdout).toMatch(new RegExp(`^OK: \\d+ events of sync-run/${CONTOSO}/1 replay against this code\\.\n$`));
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('finds a run by the name of its tenant', async () => {
    const fake = await startFakeRollcall({ 'GET /api/tenants': () => listOf(tenant()) });
    const { code, stdout } = await replay(['contoso/1', '--json'], fake.url);
    await fake.stop();
    expect(JSON.parse(stdout)).toEqual({ workflowId: `sync-run/${CONTOSO}/1`, events: expect.any(Number), ok: true });
    expect(code).toBe(0);
  });

  it('names the first mismatch of a run that other code has made, with exit code 1', async () => {
    const { code, stdout } = await replay([`sync-run/${CONTOSO}/2`]);
    expect(stdout).toBe(`MISMATCH: sync-run/${CONTOSO}/2 does not replay against this code. ${MISMATCH}\n`);
    expect(stdout).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  it('says the same as one document with --json', async () => {
    const { code, stdout } = await replay([`sync-run/${CONTOSO}/2`, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, mismatch: MISMATCH });
    expect(code).toBe(1);
  });

  it('replays a history saved as JSON, without Temporal', async () => {
    const args = [`sync-run/${CONTOSO}/1`, '--history', file];
    const { code, stdout } = await replay(args, undefined, { TEMPORAL_ADDRESS: '127.0.0.1:9' });
    expect(stdout).toContain('OK: ');
    expect(code).toBe(0);
  });

  it.each([
    ['that is not there', '/no/such/file', undefined, 'cannot be read'],
    ['that is no JSON', 'broken.json', '{"events": [', 'holds no history'],
    ['that is other JSON', 'other.json', '{"hello": "world"}', 'holds no history'],
  ])('refuses a file %s, with exit code 2', async (_what, name, content, why) => {
    const given = join(folder, name);
    if (content !== undefined) await writeFile(given, content);
    const { code, stderr } = await replay([`sync-run/${CONTOSO}/1`, '--history', given]);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  });

  it('says in a sentence that a history is damaged', async () => {
    const damaged = join(folder, 'damaged.json');
    await writeFile(damaged, '{"events": [{"eventId": "1", "eventType": "nonsense"}]}');
    const { code, stderr, stdout } = await replay([`sync-run/${CONTOSO}/1`, '--history', damaged]);
    expect(stdout + stderr).toMatch(/could not be replayed|MISMATCH/);
    expect(stdout + stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  it('says that Temporal has no such history, with exit code 3', async () => {
    const { code, stderr } = await replay([`sync-run/${CONTOSO}/99`]);
    expect(stderr).toContain(`Temporal has no history of sync-run/${CONTOSO}/99. Histories are kept for`);
    expect(code).toBe(3);
  });

  it('says that Temporal does not answer, with exit code 6', async () => {
    const { code, stderr } = await replay([`sync-run/${CONTOSO}/1`], undefined, { TEMPORAL_ADDRESS: '127.0.0.1:9' });
    expect(stderr).toMatch(/^Temporal does not answer at 127\.0\.0\.1:9\. [^\n]+\n$/);
    expect(code).toBe(6);
  });

  it('says that the namespace is not there, in a sentence', async () => {
    const { code, stderr } = await replay([`sync-run/${CONTOSO}/1`], undefined, { TEMPORAL_NAMESPACE: 'nowhere' });
    expect(stderr).toMatch(/^[^\n]*TEMPORAL_NAMESPACE[^\n]*\n$/);
    expect([3, 6]).toContain(code);
  });
});
