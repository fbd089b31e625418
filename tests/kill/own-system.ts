import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../db/migrate.ts';
import { findFreePort } from '../../dev/choose-port.ts';
import { APP_ROLE, removePostgres, startPostgres, type Postgres } from '../../dev/postgres.ts';
import { currentEnvironment } from '../../dev/settings.ts';
import { saysReady, startOurProcess } from '../../dev/start/our-process.ts';
import type { RunningProgram } from '../../dev/start-program.ts';
import { startProductionTemporal } from '../../bench/temporal-server/start.ts';
import { startTemporalServer } from '../../dev/temporal-server.ts';
import { startEmulator, type Emulator } from '../../emulator/start-emulator.ts';

export const PARTS = ['Worker', 'API', 'PostgreSQL', 'Temporal'] as const;
export type Part = (typeof PARTS)[number];

/** All of Rollcall as operators run it: four programs that share nothing with the suite's servers, and a directory. */
export type OwnSystem = {
  readonly emulator: Emulator;
  readonly apiUrl: string;
  readonly operatorKey: string;
  readonly temporalAddress: string;
  readonly workerMetricsUrl: string;
  /** By SIGKILL; resolves when it is gone. */
  readonly kill: (part: Part) => Promise<void>;
  /** On its old port and with its old data; resolves when it serves. */
  readonly start: (part: Part) => Promise<void>;
  /** Programs that have ended though nobody had killed them, with how. */
  readonly endedByThemselves: () => readonly string[];
  /** As the owner of the tables, who is bound by no policy. */
  readonly ask: <Row>(sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly folder: string;
  readonly close: () => Promise<void>;
};

export type OwnSystemOptions = {
  /** Data that survives no power cut, for tests that cut none. */
  readonly disposable?: boolean;
  /** The dev server, or the one that runs in production, on the same PostgreSQL. */
  readonly temporal?: 'dev' | 'production';
  /** For worker and API. */
  readonly environment?: Readonly<Record<string, string>>;
};

/** Short, so that a killed worker is noticed while a test waits, and a run has many chunks. */
const HASTE = { SYNC_HEARTBEAT_TIMEOUT: '2s', SYNC_CHUNK_TIME: '300ms' };

export async function openOwnSystem({
  disposable = false,
  temporal = 'dev',
  environment = {},
}: OwnSystemOptions = {}): Promise<OwnSystem> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'rollcall-own-')));
  const emulator = await startEmulator({ folder: process.env['ROLLCALL_TEST_EMULATOR_FOLDER'] ?? '' });
  const ports = { postgres: 0, temporal: 0, temporalUi: 0, api: 0, metrics: 0 };
  for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await findFreePort(); // its own keys
  const operatorKey = randomBytes(24).toString('hex');
  const running = new Map<Part, RunningProgram>();
  const ended: string[] = [];
  const wanted = new Set<RunningProgram>();
  const noting = (part: Part) => (program: RunningProgram) => {
    running.set(part, program);
    void program.ended.then((how) => {
      if (!wanted.has(program)) ended.push(`${part} ${how}: ${program.lastLines().join('\n')}`);
    });
  };
  const logFile = (part: Part): string => join(folder, `${part.toLowerCase()}.log`);
  let postgres: Postgres | undefined;
  const processOf = (part: 'Worker' | 'API') =>
    startOurProcess({
      name: part,
      main: join(part.toLowerCase(), 'main.ts'),
      env: {
        ...currentEnvironment(),
        DATABASE_URL: postgres?.appUrl,
        TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
        TEMPORAL_NAMESPACE: 'default',
        ENTRA_CLIENT_ID: emulator.clientId,
        ENTRA_CLIENT_SECRET: emulator.clientSecret,
        ENTRA_AUTHORITY_HOST: emulator.authorityHost,
        GRAPH_ENDPOINT: emulator.graphEndpoint,
        PORT: String(ports.api),
        WORKER_METRICS_ADDRESS: `127.0.0.1:${ports.metrics}`,
        ...(part === 'API' && { ROLLCALL_OPERATOR_KEY: operatorKey }),
        ...HASTE,
        ...environment,
      },
      logFile: logFile(part),
      onSpawn: noting(part),
      readyWhen: saysReady,
    });
  const starters: Readonly<Record<Part, () => Promise<unknown>>> = {
    async PostgreSQL() {
      const place = join(folder, 'postgres');
      postgres = await startPostgres({
        ...{ folder: place, disposable, port: ports.postgres, logFile: logFile('PostgreSQL') },
        onSpawn: noting('PostgreSQL'),
      });
    },
    Temporal: () =>
      temporal === 'production'
        ? startProductionTemporal({
            superuserUrl: postgres?.superuserUrl ?? '',
            folder: join(folder, 'temporal'),
            port: ports.temporal,
            onSpawn: noting('Temporal'),
          })
        : startTemporalServer({
            databaseFile: join(folder, 'temporal.db'),
            ports: { server: ports.temporal, ui: ports.temporalUi },
            logFile: logFile('Temporal'),
            onSpawn: noting('Temporal'),
          }),
    Worker: () => processOf('Worker'),
    API: () => processOf('API'),
  };
  const start = async (part: Part): Promise<void> => void (await starters[part]());
  const system: OwnSystem = {
    ...{ emulator, operatorKey, folder, start },
    apiUrl: `http://127.0.0.1:${ports.api}`,
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    workerMetricsUrl: `http://127.0.0.1:${ports.metrics}/metrics`,
    async kill(part) {
      const program = running.get(part);
      if (program === undefined) return;
      wanted.add(program);
      program.kill();
      await program.ended;
    },
    endedByThemselves: () => [...ended],
    ask: (sql, parameters = []) => askAs(postgres?.ownerUrl ?? '', sql, parameters),
    async close() {
      for (const program of running.values()) wanted.add(program);
      for (const part of ['API', 'Worker', 'Temporal', 'PostgreSQL'] as const) running.get(part)?.kill();
      await Promise.all([...running.values()].map((program) => program.ended));
      await emulator.stop();
      await removePostgres(join(folder, 'postgres'));
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    if (temporal === 'dev') await Promise.all([start('PostgreSQL'), start('Temporal')]);
    else {
      await start('PostgreSQL'); // which it stores in
      await start('Temporal');
    }
    await migrate({ ownerUrl: postgres?.ownerUrl ?? '', appRole: APP_ROLE });
    await Promise.all([start('Worker'), start('API')]);
  } catch (error) {
    await system.close();
    throw error;
  }
  return system;
}

/** A session for each question: one that was kept would be lost with a killed server. */
async function askAs<Row>(url: string, sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, [...parameters])).rows as Row[]; // what a statement gives is known to who wrote it
  } finally {
    await client.end();
  }
}
