import { hash, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { vi } from 'vitest';
import { createActivities } from '../../activities/create-activities.ts';
import { createTenant } from '../../db/across-tenants/create-tenant.ts';
import { openDatabase, type Database } from '../../db/database.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import { listEmployees, type EmployeeRow } from '../../db/list-employees.ts';
import { listRunChanges, type RunChange } from '../../db/list-run-changes.ts';
import { listRuns } from '../../db/list-runs.ts';
import { openPreview } from '../../db/open-preview.ts';
import { readRun } from '../../db/read-run.ts';
import type { RunRow } from '../../db/run-row.ts';
import { readTenant, type TenantRow } from '../../db/tenants.ts';
import type { Directory } from '../../emulator/directory/directory.ts';
import type { DirectoryDefinition } from '../../emulator/directory/definition.schema.ts';
import { LICENCE } from '../../emulator/people/generated-people.ts';
import { startEmulator, type Emulator } from '../../emulator/start-emulator.ts';
import { openEntra } from '../../entra/open-entra.ts';
import type { EntraTenantId, RunId, TenantId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { createSyncClient, type SyncClient, type TenantMessage } from '../../temporal/sync-client.ts';
import { createWorkers } from '../../worker/create-workers.ts';
import { createTestDatabase, type TestDatabase } from '../set-up/test-database.ts';
import { testTemporal, type TestTemporal } from '../set-up/test-temporal.ts';
import { workflowBundle } from '../set-up/workflow-bundle.ts';

/** A worker on queues of its own, with a real database, Temporal server and directory: what scenarios play on. */
export type Workbench = {
  readonly emulator: Emulator;
  readonly db: Database;
  readonly database: TestDatabase;
  readonly temporal: TestTemporal;
  readonly sync: SyncClient;
  readonly tenant: (definition: DirectoryDefinition) => Promise<SyncedTenant>;
  readonly close: () => Promise<void>;
};

/** A tenant that is linked to a directory of the emulator, and whatever a scenario does with it. */
export type SyncedTenant = {
  readonly id: TenantId;
  readonly entra: Directory;
  /** Asks for a sync and waits for the end of the run that answers. */
  readonly sync: (options?: { readonly full?: boolean }) => Promise<RunRow>;
  /** Previews what saving the changed settings would do, as the API starts one, to its end. */
  readonly preview: (change?: (settings: IntegrationSettings) => IntegrationSettings) => Promise<RunRow>;
  readonly send: (message: TenantMessage) => Promise<'sent' | 'offboarded'>;
  /** Waits until a run of the tenant is as wanted. */
  readonly runThat: (isWanted: (run: RunRow) => boolean) => Promise<RunRow>;
  readonly runs: () => Promise<readonly RunRow[]>;
  readonly changes: (runId: RunId) => Promise<readonly RunChange[]>;
  readonly employees: () => Promise<readonly EmployeeRow[]>;
  /** The employee of that display name, removed ones too. */
  readonly employee: (displayName: string) => Promise<EmployeeRow | undefined>;
  readonly row: () => Promise<TenantRow | undefined>;
  readonly save: (change: (settings: IntegrationSettings) => IntegrationSettings) => Promise<void>;
};

const HOUR = 3_600_000;
const WAIT = { timeout: 60_000, interval: 25 };

export async function openWorkbench({ chunkTimeMs = 45_000 } = {}): Promise<Workbench> {
  const folder = process.env['ROLLCALL_TEST_EMULATOR_FOLDER'] ?? '';
  const [database, temporal, emulator, bundle] = await Promise.all([
    createTestDatabase(),
    testTemporal(),
    startEmulator({ folder }),
    workflowBundle(),
  ]);
  const db = await openDatabase({ url: database.appUrl, poolSize: 10 });
  const { authorityHost, graphEndpoint, clientId, clientSecret } = emulator;
  const entra = openEntra({
    authorityHost,
    graphEndpoint,
    clientId,
    credential: { kind: 'secret', secret: clientSecret },
  });
  const taskQueue = `scenarios-${randomUUID()}-sync`;
  const workers = await createWorkers({
    connection: temporal.nativeConnection,
    namespace: temporal.namespace,
    taskQueue,
    workflowBundle: bundle,
    maxActivities: 10,
    activities: createActivities({
      db,
      directoryOf: (id) => entra.directory(id),
      now: () => new Date(),
      random: () => 0.5,
      fingerprint: (text) => hash('sha1', text, 'hex').slice(0, 32),
      // Nothing runs by itself while a scenario is played.
      schedule: { intervalMinMs: HOUR, intervalMaxMs: HOUR, retryMinMs: HOUR },
      chunkTimeMs,
      stopping: new AbortController().signal,
      heartbeatMs: 5_000,
      log: pino({ level: 'silent' }),
    }),
  });
  const running = workers.run();
  const sync = createSyncClient(temporal.client, taskQueue);
  const ids: TenantId[] = [];
  return {
    emulator,
    db,
    database,
    temporal,
    sync,
    async tenant(definition) {
      const entraDirectory = emulator.addDirectory(definition);
      const created = await db.acrossTenants((tx) =>
        createTenant(tx, {
          name: definition.name,
          entraTenantId: entraDirectory.entraTenantId as EntraTenantId, // a GUID, as the emulator made it
          status: 'active',
        }),
      );
      if (created.kind === 'taken') throw new Error('This directory has a tenant already.');
      ids.push(created.tenant.id);
      return playOn(db, sync, created.tenant.id, entraDirectory);
    },
    async close() {
      for (const id of ids) await terminate(temporal, id);
      workers.shutdown();
      await running;
      await Promise.all([db.close(), emulator.stop()]);
      await database.drop();
    },
  };
}

async function terminate(temporal: TestTemporal, tenantId: TenantId): Promise<void> {
  // A tenant that never ran, or was off-boarded, has no workflow to end.
  await temporal.client.workflow
    .getHandle(`tenant-sync/${tenantId}`)
    .terminate()
    .catch(() => undefined);
}

function playOn(db: Database, sync: SyncClient, id: TenantId, entra: Directory): SyncedTenant {
  const runs = async () => (await db.inTransaction(id, (tx) => listRuns(id, tx, { limit: 1000 }))).items;
  const runThat = (isWanted: (run: RunRow) => boolean): Promise<RunRow> =>
    vi.waitFor(async () => {
      const found = (await runs()).find(isWanted);
      if (found === undefined) throw new Error('No run is as wanted.');
      return found;
    }, WAIT);
  const employees = async () =>
    (await db.inTransaction(id, (tx) => listEmployees(id, tx, { sort: 'name', limit: 1000 }))).items;
  return {
    id,
    entra,
    runs,
    runThat,
    employees,
    send: (message) => sync.send(id, message),
    async sync({ full = false } = {}) {
      const requestId = randomUUID();
      await sync.send(id, { kind: 'syncNow', requestId, trigger: 'manual', full });
      return runThat((run) => run.requestIds.includes(requestId) && run.state !== 'running');
    },
    async preview(change = (settings) => settings) {
      const runId = await db.inTransaction(id, async (tx) => {
        const settings = change((await readIntegration(id, tx)).settings);
        const about = { settings, fields: undefined, now: new Date() };
        return openPreview(id, tx, { ...about, openedBy: `preview/${randomUUID()}` });
      });
      await sync.send(id, { kind: 'preview', runId });
      return vi.waitFor(async () => {
        const run = await db.inTransaction(id, (tx) => readRun(id, tx, runId));
        if (run === undefined || run.state === 'running') throw new Error('The preview has not ended.');
        return run;
      }, WAIT);
    },
    async changes(runId) {
      return (await db.inTransaction(id, (tx) => listRunChanges(id, tx, runId, { limit: 1000 }))).items;
    },
    async employee(displayName) {
      const removed = await db.inTransaction(id, (tx) =>
        listEmployees(id, tx, { sort: 'name', limit: 1000, status: 'removed' }),
      );
      return [...(await employees()), ...removed.items].find((each) => each.values['displayName'] === displayName);
    },
    row: () => db.inTransaction(id, (tx) => readTenant(id, tx)),
    async save(change) {
      await db.inTransaction(id, async (tx) => {
        const { version, settings } = await readIntegration(id, tx);
        await saveIntegration(id, tx, version, change(settings));
      });
    },
  };
}

/** People who differ in nothing but their name and number. */
/** With a licence, as people have one: whoever has none is asked about, for it may be a mailbox. */
export const people = (count: number, prefix = 'Person') =>
  Array.from({ length: count }, (_, index) => ({
    properties: {
      displayName: `${prefix} ${String(index + 1).padStart(3, '0')}`,
      mail: `${prefix.toLowerCase()}.${index + 1}@contoso.example`,
      assignedLicenses: [{ skuId: LICENCE.skuId }],
    },
  }));
