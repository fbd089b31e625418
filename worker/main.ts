import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { Client, Connection } from '@temporalio/client';
import { pino, type Logger } from 'pino';
import { createActivities } from '../activities/create-activities.ts';
import { ConfigError, loadEnvironmentFile, loadWorkerConfig, type WorkerConfig } from '../config.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { DatabaseUnavailableError } from '../db/errors.ts';
import { fingerprint } from '../db/fingerprint.ts';
import { openEntra } from '../entra/open-entra.ts';
import { TemporalUnavailableError, temporalSettings, unavailable } from '../temporal/connect.ts';
import { SYNC_QUEUE } from '../temporal/contract.ts';
import { createSyncClient } from '../temporal/sync-client.ts';
import { bundleWorkflows } from './bundle-workflows.ts';
import { checkNamespace } from './check-namespace.ts';
import { createMetrics } from './create-metrics.ts';
import { createWorkers } from './create-workers.ts';
import { createOwnCredentialAlarm } from './own-credential-alarm.ts';
import { readPhotos } from './read-photos.ts';
import { reconcile } from './reconcile.ts';
import { repeat } from './repeat.ts';

/** Activities at a time, in each of the two workers. */
const MOST_ACTIVITIES = 20;
/**
 * A connection for each of them, so that none waits for one within its time limit; another for those that read pages, which learn about
 * one while another is written; and one for the reconciler.
 */
const POOL_SIZE = 3 * MOST_ACTIVITIES + 1;
const RECONCILE_EVERY_MS = 60_000;
const PHOTOS_EVERY_MS = 60_000;

async function main(config: WorkerConfig, log: Logger): Promise<void> {
  installRuntime(log, config.metrics.address);
  const db = await openDatabase({ url: config.database.url, poolSize: POOL_SIZE, applicationName: 'rollcall-worker' });
  try {
    await db.ping();
    await work(db, config, log);
  } finally {
    await db.close(); // its idle sessions would keep the process from ending
  }
}

async function work(db: Database, config: WorkerConfig, log: Logger): Promise<void> {
  const { connectionOptions, namespace, address } = temporalSettings();
  const connection = await NativeConnection.connect(connectionOptions).catch(() => {
    throw new TemporalUnavailableError(unavailable(address));
  });
  const clientConnection = await Connection.connect(connectionOptions);
  const client = new Client({ connection: clientConnection, namespace });
  await checkNamespace(clientConnection, namespace, address);
  const bundling = bundleWorkflows();
  bundling.catch(() => undefined); // awaited below
  const metrics = createMetrics(Runtime.instance().metricMeter);
  const alarm = createOwnCredentialAlarm({ db, log, gauge: metrics.ownCredentialRefused });
  const entra = openEntra(config.entra, { onUnits: metrics.graphUnits.add, onOwnCredential: alarm.note });
  const stop = new AbortController();
  const activities = createActivities({
    db,
    directoryOf: (id, priority) => entra.directory(id, priority),
    now: () => new Date(),
    random: Math.random,
    fingerprint,
    schedule: config.sync,
    chunkTimeMs: config.sync.chunkTimeMs,
    heartbeatMs: config.sync.heartbeatTimeoutMs,
    stopping: stop.signal,
    log,
  });
  const workers = await createWorkers({
    ...{ connection, namespace, activities },
    workflowBundle: await bundling,
    maxActivities: MOST_ACTIVITIES,
    heartbeatMs: config.sync.heartbeatTimeoutMs,
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ event: 'stopping', signal });
      stop.abort();
      workers.shutdown();
    });
  }
  const sync = createSyncClient(client, SYNC_QUEUE, config.sync.heartbeatTimeoutMs);
  const reconciling = repeat(() => reconcile({ db, sync, now: () => new Date(), log }), {
    everyMs: RECONCILE_EVERY_MS,
    signal: stop.signal,
    onError: (err) => log.warn({ event: 'reconcileFailed', error: err instanceof Error ? err.name : 'unknown' }),
  });
  const photos = repeat(
    () =>
      readPhotos(
        {
          ...{ db, log, now: () => new Date(), random: Math.random, chunkTimeMs: config.sync.chunkTimeMs },
          directoryOf: (id, priority) => entra.directory(id, priority),
        },
        stop.signal,
      ),
    {
      everyMs: PHOTOS_EVERY_MS,
      signal: stop.signal,
      onError: (err) => log.warn({ event: 'photosFailed', error: err instanceof Error ? err.name : 'unknown' }),
    },
  );
  log.info({ event: 'ready', namespace, temporal: address });
  try {
    await workers.run();
  } finally {
    stop.abort();
    await Promise.all([reconciling, photos]);
    await alarm.stored();
    await Promise.allSettled([client.connection.close(), connection.close()]);
  }
}

/** Said at each start of the worker for Graph work, which has none on purpose. */
const NO_WORKFLOWS = /^No workflows registered/;

/** Temporal's own lines go where ours go, in the same form, and its metrics out together with ours. Attributes are ids and codes. */
function installRuntime(log: Logger, metricsAddress: string | undefined): void {
  const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: {
      ...(metricsAddress !== undefined && { metrics: { prometheus: { bindAddress: metricsAddress } } }),
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'WARN' }), forward: {} },
    },
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      if (NO_WORKFLOWS.test(message)) return;
      const { error, ...rest } = meta ?? {};
      // An error's own text may quote what it met; its name and our code do not.
      const named =
        error instanceof Error ? { errorName: error.name, type: 'type' in error ? error.type : undefined } : {};
      log[levels[level]]({ event: 'temporal', ...rest, ...named }, message);
    }),
  });
}

const log = pino({ base: { process: 'worker' } });
try {
  loadEnvironmentFile();
  const config = loadWorkerConfig();
  log.level = config.log.level;
  await main(config, log);
} catch (err) {
  const known =
    err instanceof ConfigError || err instanceof TemporalUnavailableError || err instanceof DatabaseUnavailableError;
  log.fatal(
    { event: 'stopped', error: err instanceof Error ? err.name : 'unknown' },
    known ? err.message : String(err),
  );
  // What was opened on the way here must not keep a process alive that does nothing.
  process.exit(1);
}
