import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { NativeConnection } from '@temporalio/worker';
import { startTemporalServer } from '../../dev/temporal-server.ts';
import type { RunId } from '../../sync/ids.ts';
import { SYNC_QUEUE } from '../../temporal/contract.ts';
import { bundleWorkflows } from '../../worker/bundle-workflows.ts';
import { failing } from '../workflows/failing.ts';
import { createGate } from '../workflows/gate.ts';
import { openStage, type Stage } from '../workflows/stage.ts';
import { scrub } from './scrub.ts';

const VERSION = /^\d+\.\d+\.\d+$/;

/** Plays what can happen to a tenant on a server of its own, and writes the histories down. README.md tells when. */
async function record(version: string): Promise<void> {
  const server = await startTemporalServer();
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection });
  const ids = { made: 0 };
  const newId = (): string => `00000000-0000-4000-8000-${String(++ids.made).padStart(12, '0')}`;
  const workflowBundle = await bundleWorkflows();
  const where = { client, nativeConnection, namespace: 'default', taskQueue: SYNC_QUEUE };
  const stage = await openStage({ ...where, workflowBundle, newId });
  const folder = join(import.meta.dirname, version);
  await mkdir(folder, { recursive: true });
  const write = async (name: string, workflow: WorkflowHandle): Promise<void> => {
    const { events } = JSON.parse(historyToJSON(await workflow.fetchHistory())) as { events: readonly unknown[] }; // its form
    const lines = events.map((event) => JSON.stringify(scrub(event)));
    await writeFile(join(folder, `${name}.json`), `{"events":[\n${lines.join(',\n')}\n]}\n`);
  };
  try {
    await recordALife(stage, write);
    await recordANewHistory(stage, write);
    await recordAPreview(stage, write);
  } finally {
    await stage.close();
    await nativeConnection.close();
    await connection.close();
    await server.stop();
  }
}

type Write = (name: string, workflow: WorkflowHandle) => Promise<void>;

/** Five runs, one of each shape, a pause in the middle of one, and the end. */
async function recordALife(stage: Stage, write: Write): Promise<void> {
  const page = createGate();
  const runs = { opened: 0 };
  const pages = { read: 0 };
  const erased = { batches: 0 };
  const tenant = stage.tenant({
    openRun: async ({ trigger, approves }) => ({
      answer: 'opened',
      runId: String(++runs.opened) as RunId, // its number
      kind: approves === undefined ? 'full' : 'cleanUp',
      trigger: runs.opened === 1 ? 'link' : trigger,
      heartbeatMs: 60_000,
    }),
    syncPages: async () => {
      pages.read++;
      if (runs.opened === 1 && pages.read < 4) return { next: 'more', read: pages.read * 20_000, expected: 70_000 };
      if (runs.opened === 2) throw failing('consentWithdrawn', { details: ['00000000-0000-4000-9000-000000000000'] });
      if (runs.opened === 4) {
        await page.pass();
        return { next: 'stopped', read: 20_000, expected: 70_000 };
      }
      return { next: 'done', read: 70_000, expected: 70_000 };
    },
    findVanished: async () =>
      runs.opened === 1 || runs.opened === 3
        ? { toProve: 60, cleanUpNeeded: true, unsettled: true, eraseDue: false }
        : { toProve: 0, cleanUpNeeded: false, unsettled: false, eraseDue: false },
    proveGone: async () => {
      pages.read++;
      return { next: pages.read % 2 === 0 ? 'more' : 'done' };
    },
    cleanUp: async () =>
      runs.opened === 1 ? { next: 'held', eraseDue: false } : { next: 'done', eraseDue: true },
    eraseRemoved: async () => {
      erased.batches++;
      return { next: erased.batches < 2 ? 'more' : 'done' };
    },
  });
  await tenant.syncNow('request-1');
  await tenant.ended(1);
  await tenant.syncNow('request-2');
  await tenant.ended(2);
  await tenant.send({ kind: 'approveCleanUp', runId: '1' as RunId }); // the held run's number
  await tenant.ended(3);
  await tenant.syncNow('request-3');
  await page.reached;
  await tenant.send({ kind: 'pause' });
  page.open();
  await tenant.ended(4);
  await tenant.send({ kind: 'resume' });
  await tenant.ended(5);
  await write('tenant-sync-asleep', tenant.handle);
  await tenant.send({ kind: 'offboard' });
  await tenant.isNow(tenant.handle, 'COMPLETED');
  await write('tenant-sync-off-boarded', tenant.handle);
  await write('sync-run-held', tenant.run(1));
  await write('sync-run-failed', tenant.run(2));
  await write('sync-run-approved', tenant.run(3));
  await write('sync-run-paused', tenant.run(4));
  await write('sync-run-without-changes', tenant.run(5));
}

/** As many runs as one history holds, and one more. */
async function recordANewHistory(stage: Stage, write: Write): Promise<void> {
  const tenant = stage.tenant();
  await tenant.syncNow('request-1');
  const { runId: first } = await tenant.handle.describe();
  for (let run = 1; run <= 12; run++) {
    await tenant.ended(run);
    await tenant.syncNow(`request-${run + 1}`);
  }
  await tenant.ended(13);
  await write('tenant-sync-continued-as-new', stage.client.workflow.getHandle(tenant.handle.workflowId, first));
  await write('tenant-sync-continued', tenant.handle);
}

/** Read in two chunks. */
async function recordAPreview(stage: Stage, write: Write): Promise<void> {
  const chunks = { read: 0 };
  const tenant = stage.tenant({
    syncPages: async () => ({ next: ++chunks.read < 2 ? 'more' : 'done', read: chunks.read * 20_000, expected: 40_000 }),
  });
  await tenant.send({ kind: 'preview', runId: '1' as RunId }); // its number
  await tenant.run(1).result();
  await write('sync-run-preview', tenant.run(1));
}

const { positionals } = parseArgs({ allowPositionals: true });
const [version = ''] = positionals;
if (VERSION.test(version)) {
  await record(version);
} else {
  process.stderr.write('Say for which version: node --import tsx tests/histories/record.ts 0.1.0\n');
  process.exitCode = 2;
}
