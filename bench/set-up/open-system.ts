import { readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import pg from 'pg';
import { migrate } from '../../db/migrate.ts';
import { APP_ROLE, removePostgres, startPostgres } from '../../dev/postgres.ts';
import type { RunningProgram } from '../../dev/start-program.ts';
import { startTemporalServer } from '../../dev/temporal-server.ts';
import { createSyncClient } from '../../temporal/sync-client.ts';
import type { TemporalKind } from '../options.ts';
import type { BenchApi, BenchWorker, System, Temporal } from '../system.ts';
import { startProductionTemporal } from '../temporal-server/start.ts';
import { startBenchEmulator } from './start-emulator.ts';
import { startBenchApi } from './start-api.ts';
import { startBenchWorker, type Places } from './start-worker.ts';
import { createBenchTenant } from './bench-tenant.ts';

export type OpenSystemOptions = {
  readonly temporal: TemporalKind;
  readonly say: (line: string) => void;
};

/**
 * Starts a PostgreSQL with its usual settings and durability, Temporal and the emulator, each with data of
 * its own that goes with it. Workers and APIs are started by whoever measures them.
 */
export async function openSystem({ temporal: kind, say }: OpenSystemOptions): Promise<System> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'rollcall-bench-')));
  const programs: RunningProgram[] = [];
  const closers: (() => Promise<unknown>)[] = [];
  const onSpawn = (program: RunningProgram): void => void programs.push(program);
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer().catch(() => undefined); // what broke is closed already
    // Nothing of it is kept, so nobody has to end well; PostgreSQL last, since others would complain.
    for (const program of programs.toReversed()) program.kill();
    await Promise.all(programs.map((program) => program.ended));
    await removePostgres(join(folder, 'postgres'));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const starting = startPostgres({
      folder: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      onSpawn,
    });
    const [postgres, server, emulator] = await Promise.all([
      starting,
      kind === 'dev'
        ? startDevServer(folder, onSpawn)
        : startProductionTemporal({
            superuserUrl: (await starting).superuserUrl,
            folder: join(folder, 'temporal'),
            say,
            onSpawn,
          }),
      startBenchEmulator(folder, onSpawn),
    ]);
    await migrate({ ownerUrl: postgres.ownerUrl, appRole: APP_ROLE });
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(emulator.caFile, 'utf8')]);
    const temporal = await connect({ address: server.address, namespace: 'default' });
    closers.push(
      () => temporal.client.connection.close(),
      () => temporal.nativeConnection.close(),
    );
    const owner = new pg.Pool({ connectionString: postgres.ownerUrl, max: 4 });
    owner.on('error', () => undefined); // a session that breaks is replaced
    closers.push(() => owner.end());
    const ask: System['ask'] = async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await owner.query(sql, [...parameters])).rows as Row[]; // what a statement gives is known to who wrote it
    const sync = createSyncClient(temporal.client);
    const places = { postgres, temporal, emulator, folder };
    return {
      ...places,
      ...{ sync, ask, close },
      atClose: (stop) => void closers.push(stop),
      tenant: (people, behaviour) => createBenchTenant({ ask, sync, emulator }, people, behaviour),
      ...oneOfEach(places, onSpawn),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Two workers at once would share what one is measured by. */
function oneOfEach(places: Places, onSpawn: (program: RunningProgram) => void) {
  let worker: Promise<BenchWorker> | undefined;
  let api: Promise<BenchApi> | undefined;
  return {
    worker: () => (worker ??= startBenchWorker(places, onSpawn)),
    async freshWorker() {
      await (await worker)?.stop();
      return (worker = startBenchWorker(places, onSpawn));
    },
    api: () => (api ??= startBenchApi(places, onSpawn)),
  };
}

async function startDevServer(folder: string, onSpawn: (program: RunningProgram) => void) {
  return startTemporalServer({
    databaseFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
    onSpawn,
  });
}

async function connect({ address, namespace }: { address: string; namespace: string }): Promise<Temporal> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const [connection, nativeConnection] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  return { address, namespace, client: new Client({ connection, namespace }), nativeConnection };
}
