import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pino, type Logger } from 'pino';
import * as z from 'zod';
import { ConfigError, loadConfig, loadEnvironmentFile, type Config } from '../config.ts';
import { openDatabase } from '../db/database.ts';
import { DatabaseUnavailableError } from '../db/errors.ts';
import { openEntra } from '../entra/open-entra.ts';
import { createSignIn } from '../entra/sign-in.ts';
import { connectTemporalLater, temporalSettings } from '../temporal/connect.ts';
import { SYNC_QUEUE } from '../temporal/contract.ts';
import { createSyncClient } from '../temporal/sync-client.ts';
import { createApp } from './create-app.ts';
import { CannotListenError, listen } from './listen.ts';

/** Sessions with PostgreSQL. A request holds one for some milliseconds, an export for one batch at a time. */
const POOL_SIZE = 10;

/**
 * The database is asked once before anything is served: a wrong address or a missing migration shall end the start with
 * one clear message. Later outages of it are answered with 503, and Temporal may be away from the start.
 */
async function main(config: Config, log: Logger): Promise<void> {
  const db = await openDatabase({ url: config.database.url, poolSize: POOL_SIZE, applicationName: 'rollcall-api' });
  const temporal = connectTemporalLater();
  const stopped = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stopped.resolve);
  try {
    await db.ping();
    const entra = openEntra(config.entra);
    const app = createApp({
      db,
      sync: createSyncClient(temporal, SYNC_QUEUE, config.sync.heartbeatTimeoutMs),
      signIn: createSignIn(config.entra, () => new Date()),
      directoryOf: (id) => entra.directory(id, 'high'),
      now: () => new Date(),
      newId: randomUUID,
      newKey: () => `rollcall_${randomBytes(32).toString('base64url')}`,
      log,
      version: ownVersion(),
      publicUrl: config.http.publicUrl,
      temporal: { uiUrl: config.temporal.uiUrl, namespace: temporalSettings().namespace },
      operatorKey: config.secrets.operatorKey,
      sessionSecret: config.secrets.sessionSecret ?? randomBytes(32).toString('base64url'),
    });
    const listening = await listen(app, config.http.port);
    log.info({ event: 'ready', port: config.http.port, publicUrl: config.http.publicUrl });
    log.info({ event: 'stopping', signal: await stopped.promise });
    await listening.stop();
  } finally {
    await Promise.allSettled([temporal.connection.close(), db.close()]);
  }
}

function ownVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}

const log = pino({ base: { process: 'api' } });
try {
  loadEnvironmentFile();
  const config = loadConfig();
  log.level = config.log.level;
  await main(config, log);
} catch (err) {
  const known = [ConfigError, DatabaseUnavailableError, CannotListenError].some((kind) => err instanceof kind);
  log.fatal(
    { event: 'stopped', error: err instanceof Error ? err.name : 'unknown' },
    known && err instanceof Error ? err.message : String(err),
  );
  process.exitCode = 1;
}
