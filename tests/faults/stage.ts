import { hash, randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { pino } from 'pino';
import { type Activities, createActivities } from '../../activities/create-activities.ts';
import { createTenant } from '../../db/across-tenants/create-tenant.ts';
import type { Database } from '../../db/database.ts';
import { readFields, saveFields } from '../../db/field-versions.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import { readRun } from '../../db/read-run.ts';
import type { RunRow } from '../../db/run-row.ts';
import { readTenant, type TenantRow } from '../../db/tenants.ts';
import type { Directory } from '../../emulator/directory/directory.ts';
import type { DirectoryDefinition } from '../../emulator/directory/definition.schema.ts';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type Entra, type EntraOptions, openEntra } from '../../entra/open-entra.ts';
import { Fields, type Field } from '../../sync/field.schema.ts';
import type { EntraGroupId, EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { Trigger } from '../../sync/run.ts';
import { openStage as openDatabaseStage, type Stage as DatabaseStage } from '../db/stage.ts';
import { authorityFolder } from '../emulator/started-emulator.ts';
import { quietTemporal } from '../set-up/quiet-temporal.ts';

/** A real database and a real directory over HTTPS, and runs as workflows/sync-run.ts orders them, without Temporal. */
export type FaultStage = {
  readonly emulator: Emulator;
  readonly db: Database;
  /** Microsoft as a worker that has just started reaches it; its pauses pass at once, by the emulator's clock. */
  readonly entra: (options?: EntraOptions) => Entra;
  readonly tenant: (definition: DirectoryDefinition) => Promise<FaultTenant>;
  readonly close: () => Promise<void>;
};

export type FaultTenant = {
  readonly id: TenantId;
  readonly entra: Directory;
  /** A run, by a worker that has just started if no `entra` is given. What can be tried again is, at once. */
  readonly run: (options?: RunOptions) => Promise<PlayedRun>;
  /** Chooses so many directory extensions as further fields. */
  readonly addExtensions: (count: number) => Promise<void>;
  /** Chooses a field of the manager as a further one. */
  readonly addManagerField: () => Promise<void>;
  /** Imports only people of that group from now on. */
  readonly chooseGroup: (name: string) => Promise<void>;
  readonly row: () => Promise<TenantRow>;
  /** Object ids by status. */
  readonly employees: () => Promise<ReadonlyMap<string, string>>;
};

type RunOptions = {
  readonly full?: boolean;
  readonly trigger?: Trigger;
  readonly entra?: Entra;
  /** Pages that count as read when the run begins. */
  readonly pagesBefore?: number;
};

export type PlayedRun = {
  readonly row: RunRow;
  /** Every failure that Temporal would have been told of, in order. */
  readonly failures: readonly ApplicationFailure[];
  /** What the operator finds in the log at `error`. */
  readonly alarms: readonly LogEntry[];
};

const HOUR = 3_600_000;
const TIME_LIMIT_MS = 10_000;
/** Far more than any fault of the table lasts. */
const MOST_ATTEMPTS = 30;

export async function openFaultStage(): Promise<FaultStage> {
  quietTemporal();
  const [stage, emulator] = await Promise.all([openDatabaseStage(), startEmulator({ folder: authorityFolder() })]);
  const entraOf = (options: EntraOptions = {}): Entra => openTestEntra(emulator, options);
  return {
    emulator,
    db: stage.db,
    entra: entraOf,
    async tenant(definition) {
      const entra = emulator.addDirectory(definition);
      const entraTenantId = entra.entraTenantId as EntraTenantId; // a GUID, as the emulator made it
      const created = await stage.db.acrossTenants((tx) =>
        createTenant(tx, { name: definition.name, entraTenantId, status: 'active' }),
      );
      if (created.kind === 'taken') throw new Error('This directory has a tenant already.');
      const { id } = created.tenant;
      await stage.db.inTransaction(id, async (tx) => {
        const { version, settings } = await readIntegration(id, tx);
        await saveIntegration(id, tx, version, { ...settings, cleanUp: { ...settings.cleanUp, enabled: true } });
      });
      return faultTenant(stage, entraOf, id, entra);
    },
    async close() {
      await Promise.all([stage.close(), emulator.stop()]);
    },
  };
}

function openTestEntra(emulator: Emulator, options: EntraOptions): Entra {
  const { authorityHost, graphEndpoint, clientId, clientSecret, clock } = emulator;
  const credential = { kind: 'secret', secret: clientSecret } as const;
  const passAtOnce = async (ms: number): Promise<void> => clock.advance(ms);
  return openEntra(
    { authorityHost, graphEndpoint, clientId, credential },
    { timeLimitMs: TIME_LIMIT_MS, now: () => clock.now(), sleep: passAtOnce, ...options },
  );
}

function faultTenant(stage: DatabaseStage, entraOf: () => Entra, id: TenantId, directory: Directory): FaultTenant {
  const addFields = (more: readonly Field[]) =>
    stage.db.inTransaction(id, async (tx) => {
      const { version, items } = await readFields(id, tx);
      await saveFields(id, tx, version, Fields.parse([...items, ...more]));
    });
  return {
    id,
    entra: directory,
    async run({ full = false, trigger = 'manual', entra = entraOf(), pagesBefore = 0 } = {}) {
      const player = playerOf(activitiesOf(stage, entra));
      const opened = await player.perform('openRun', { tenantId: id, trigger, full, requestIds: [] });
      if (opened.answer !== 'opened') throw new Error(`The run was not opened: ${opened.answer}.`);
      if (pagesBefore > 0) {
        await stage.asOwner('update sync_runs set page = $2 where id = $1', [opened.runId, pagesBefore]);
      }
      await playRun(player, { tenantId: id, runId: opened.runId });
      const row = await stage.db.inTransaction(id, (tx) => readRun(id, tx, opened.runId));
      if (row === undefined) throw new Error('The run is gone.');
      return { row, failures: player.failures, alarms: player.alarms };
    },
    addExtensions: (count) =>
      addFields(
        Array.from({ length: count }, (_, n) => ({
          key: `extra${n}`,
          label: `Extra ${n}`,
          source: `extension_${'0'.repeat(32)}_extra${n}`,
        })),
      ),
    addManagerField: () => addFields([{ key: 'manager', label: 'Manager', source: 'manager/displayName' }]),
    chooseGroup: (name) =>
      stage.db.inTransaction(id, async (tx) => {
        const { version, settings } = await readIntegration(id, tx);
        const groups = [directory.groups.show(name).id as EntraGroupId]; // a GUID, as the emulator made it
        await saveIntegration(id, tx, version, { ...settings, filters: { ...settings.filters, groups } });
      }),
    async row() {
      const row = await stage.db.inTransaction(id, (tx) => readTenant(id, tx));
      if (row === undefined) throw new Error('The tenant is gone.');
      return row;
    },
    async employees() {
      const rows = await stage.asOwner<{ oid: string; status: string }>(
        'select entra_object_id as oid, status from employees where tenant_id = $1',
        [id],
      );
      return new Map(rows.map(({ oid, status }) => [oid, status]));
    },
  };
}

function activitiesOf({ db }: DatabaseStage, entra: Entra): Activities {
  return createActivities({
    db,
    directoryOf: (directoryId, priority) => entra.directory(directoryId, priority),
    now: () => new Date(),
    random: () => 0.5,
    fingerprint: (text) => hash('sha1', text, 'hex').slice(0, 32),
    schedule: { intervalMinMs: 2 * HOUR, intervalMaxMs: 4 * HOUR, retryMinMs: HOUR / 6 },
    chunkTimeMs: 45_000,
    stopping: new AbortController().signal,
    heartbeatMs: 60_000,
    log: pino({ level: 'silent' }),
  });
}

type Name = keyof Activities;
type Player = {
  readonly failures: ApplicationFailure[];
  readonly alarms: LogEntry[];
  /** Attempt after attempt, as Temporal makes them, until one succeeds or a failure is final. */
  readonly perform: <N extends Name>(name: N, input: Parameters<Activities[N]>[0]) => ReturnType<Activities[N]>;
};

function playerOf(activities: Activities): Player {
  const failures: ApplicationFailure[] = [];
  const alarms: LogEntry[] = [];
  const logger = new DefaultLogger('ERROR', (entry) => void alarms.push(entry));
  async function perform(name: Name, input: unknown): Promise<unknown> {
    // one entry for one activity: TypeScript does not follow the name through the union
    const activity = activities[name] as (given: unknown) => Promise<unknown>;
    const info = { activityId: randomUUID(), workflowType: 'syncRun' };
    for (let attempt = 1; ; attempt++) {
      try {
        const environment = new MockActivityEnvironment({ ...info, attempt }, { logger });
        return await environment.run(() => activity(input));
      } catch (err) {
        if (!(err instanceof ApplicationFailure)) throw err;
        failures.push(err);
        if (err.nonRetryable === true || attempt >= MOST_ATTEMPTS) throw err;
      }
    }
  }
  return { failures, alarms, perform: perform as Player['perform'] }; // what an activity is given, and gives
}

/** The order of workflows/sync-run.ts. */
async function playRun({ perform }: Player, ids: Parameters<Activities['syncPages']>[0]): Promise<void> {
  try {
    while ((await perform('syncPages', ids)).next !== 'done');
    const vanished = await perform('findVanished', ids);
    if (vanished.toProve > 0) while ((await perform('proveGone', ids)).next !== 'done');
    const held = vanished.cleanUpNeeded && (await perform('cleanUp', ids)).next === 'held';
    if (vanished.cleanUpNeeded || vanished.unsettled) await perform('settle', ids);
    await perform('closeRun', { ...ids, outcome: held ? 'held' : 'succeeded' });
  } catch (err) {
    if (!(err instanceof ApplicationFailure)) throw err;
    await perform('closeRun', { ...ids, outcome: 'failed', code: err.type ?? 'unknown' });
  }
}
