import { join } from 'node:path';
import pg from 'pg';
import { vi } from 'vitest';
import { createTenant } from '../../db/across-tenants/create-tenant.ts';
import { openDatabase, type Database } from '../../db/database.ts';
import { listRuns } from '../../db/list-runs.ts';
import type { RunRow } from '../../db/run-row.ts';
import { currentEnvironment } from '../../dev/settings.ts';
import { saysReady, startOurProcess } from '../../dev/start/our-process.ts';
import type { RunningProgram } from '../../dev/start-program.ts';
import type { DirectoryDefinition } from '../../emulator/directory/definition.schema.ts';
import type { Directory } from '../../emulator/directory/directory.ts';
import { startEmulator } from '../../emulator/start-emulator.ts';
import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import { createSyncClient, type SyncClient } from '../../temporal/sync-client.ts';
import { createTestDatabase } from '../set-up/test-database.ts';
import { testTemporal } from '../set-up/test-temporal.ts';

/** The worker as the process that operators run, with a database, a Temporal server and a directory of its own. */
export type WholeSystem = {
  readonly db: Database;
  readonly sync: SyncClient;
  readonly startWorker: () => Promise<RunningProgram>;
  /** An active tenant that is linked to a new directory of the emulator. */
  readonly tenant: (definition: DirectoryDefinition) => Promise<LinkedTenant>;
  /** As the owner of the tables, who is bound by no policy. */
  readonly ask: <Row>(sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
};

export type LinkedTenant = {
  readonly id: TenantId;
  readonly entra: Directory;
  readonly syncNow: (requestId: string, full?: boolean) => Promise<unknown>;
  /** Waits until a run of the tenant is as wanted. */
  readonly runThat: (what: string, isWanted: (run: RunRow) => boolean) => Promise<RunRow>;
  readonly runs: () => Promise<readonly RunRow[]>;
};

/** Short, so that a killed worker is noticed while a test waits. */
const HEARTBEAT_TIMEOUT = '2s';

export async function openWholeSystem(environment: Readonly<Record<string, string>> = {}): Promise<WholeSystem> {
  const folder = process.env['ROLLCALL_TEST_EMULATOR_FOLDER'] ?? '';
  const [database, temporal, emulator] = await Promise.all([
    createTestDatabase(),
    testTemporal(),
    startEmulator({ folder }),
  ]);
  const db = await openDatabase({ url: database.appUrl, poolSize: 5 });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const sync = createSyncClient(temporal.client);
  const programs: RunningProgram[] = [];
  const ids: TenantId[] = [];
  return {
    db,
    sync,
    startWorker: () =>
      startOurProcess({
        name: 'Worker',
        main: join('worker', 'main.ts'),
        env: {
          ...currentEnvironment(),
          DATABASE_URL: database.appUrl,
          TEMPORAL_ADDRESS: temporal.address,
          TEMPORAL_NAMESPACE: temporal.namespace,
          ENTRA_CLIENT_ID: emulator.clientId,
          ENTRA_CLIENT_SECRET: emulator.clientSecret,
          ENTRA_AUTHORITY_HOST: emulator.authorityHost,
          GRAPH_ENDPOINT: emulator.graphEndpoint,
          SYNC_HEARTBEAT_TIMEOUT: HEARTBEAT_TIMEOUT,
          ...environment,
        },
        onSpawn: (program) => programs.push(program),
        readyWhen: saysReady,
      }),
    async tenant(definition) {
      const entra = emulator.addDirectory(definition);
      const created = await db.acrossTenants((tx) =>
        createTenant(tx, {
          name: definition.name,
          entraTenantId: entra.entraTenantId as EntraTenantId, // a GUID, as the emulator made it
          status: 'active',
        }),
      );
      if (created.kind === 'taken') throw new Error('This directory has a tenant already.');
      const { id } = created.tenant;
      ids.push(id);
      return linked(db, sync, id, entra);
    },
    async ask<Row>(sql: string, parameters: readonly unknown[] = []) {
      return (await owner.query(sql, [...parameters])).rows as Row[]; // what a statement gives is known to who wrote it
    },
    async close() {
      for (const id of ids) {
        const workflow = temporal.client.workflow.getHandle(`tenant-sync/${id}`);
        await workflow.terminate().catch(() => undefined); // one that never ran has no workflow
      }
      await Promise.all(programs.map((program) => program.stop()));
      await Promise.all([db.close(), owner.end(), emulator.stop()]);
      await database.drop();
    },
  };
}

function linked(db: Database, sync: SyncClient, id: TenantId, entra: Directory): LinkedTenant {
  const runs = async () => (await db.inTransaction(id, (tx) => listRuns(id, tx, { limit: 100 }))).items;
  return {
    id,
    entra,
    runs,
    syncNow: (requestId, full = false) => sync.send(id, { kind: 'syncNow', requestId, trigger: 'manual', full }),
    runThat: (what, isWanted) =>
      vi.waitFor(
        async () => {
          const found = (await runs()).find(isWanted);
          if (found === undefined) throw new Error(`No run ${what}.`);
          return found;
        },
        { timeout: 240_000, interval: 20 },
      ),
  };
}
