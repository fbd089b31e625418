import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { findFreePort } from './choose-port.ts';
import { dataFolderOf, findPostgres, type PostgresBinaries } from './postgres-binaries.ts';
import { runCommand } from './run-command.ts';
import { startProgram, type RunningProgram } from './start-program.ts';
import { currentEnvironment } from './settings.ts';
import { isRunning, stopProcess } from './stop-process.ts';

export type PostgresOptions = {
  /** Holds the data; PostgreSQL as root keeps it elsewhere (postgres-binaries.ts), but belongs to this folder. */
  readonly folder: string;
  /** For tests: nothing of it survives a power cut, and it is several times faster. */
  readonly disposable?: boolean;
  /** One that is free; without it any free one. */
  readonly port?: number;
  readonly logFile?: string;
  readonly say?: (line: string) => void;
  readonly onSpawn?: (program: RunningProgram) => void;
};

export type Postgres = {
  /** Database `rollcall` as its owner, who migrates it. */
  readonly ownerUrl: string;
  /** Database `rollcall` as the application's role: no superuser, bound by row-level security. */
  readonly appUrl: string;
  readonly database: string;
  /** Database `postgres` as the superuser: development only, to create test databases. */
  readonly superuserUrl: string;
  readonly stop: () => Promise<void>;
};

export const OWNER_ROLE = 'rollcall_owner';
export const APP_ROLE = 'rollcall_app';
const DATABASE = 'rollcall';

/**
 * Starts PostgreSQL on the data of that folder, made at the first start, on a port of the loopback. A server
 * that a killed process left behind on the same data is stopped first. Throws an Error whose message holds what
 * PostgreSQL said.
 *
 * Roles have a password that is made once, in a file of mode 0600 beside the data: on a shared machine the loopback is
 * everybody's. Without that file the data cannot be read any more and is made anew.
 */
export async function startPostgres({
  folder,
  disposable = false,
  port: givenPort,
  logFile,
  say,
  onSpawn,
}: PostgresOptions): Promise<Postgres> {
  const password = await readPassword(join(folder, 'password'));
  const binaries = await findPostgres(join(folder, 'data'));
  const { data, identity } = binaries;
  await stopOrphan(data, say);
  if (!(await isClusterOf(data, password))) await createCluster(binaries, password);

  const port = givenPort ?? (await findFreePort());
  const settings = [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'],
    ...(disposable ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
  const program = await startProgram({
    name: 'PostgreSQL',
    file: binaries.postgres,
    args: ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    cwd: data,
    env: { ...currentEnvironment(), LC_ALL: 'C' },
    ...(identity && { identity }),
    ...(logFile !== undefined && { logFile }),
    commandHolds: data,
    onSpawn,
    // "Fast" ends sessions and leaves a clean cluster, "immediate" just stops; SIGTERM would wait for sessions to end.
    stopSignal: disposable ? 'SIGQUIT' : 'SIGINT',
    readyWhen: (line) => (line.includes('ready to accept connections') ? true : undefined),
  });
  const url = (role: string, database: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  try {
    await createRolesAndDatabase(url('postgres', 'postgres'), password);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return {
    ownerUrl: url(OWNER_ROLE, DATABASE),
    appUrl: url(APP_ROLE, DATABASE),
    database: DATABASE,
    superuserUrl: url('postgres', 'postgres'),
    stop: program.stop,
  };
}

/** Stops what still runs on the data of that folder, and removes data and folder. Twice is harmless. */
export async function removePostgres(folder: string): Promise<void> {
  const data = dataFolderOf(join(folder, 'data'));
  await stopOrphan(data, undefined);
  for (const path of [data, `${data}.new`, `${data}.password`, folder])
    await rm(path, { recursive: true, force: true });
}

async function readPassword(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known !== '') return known;
  const made = randomBytes(24).toString('hex');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, made, { mode: 0o600 });
  return made;
}

/** The marker tells that the cluster was made to its end, and with this password. */
const MARKER = 'rollcall-cluster';
const markerOf = (password: string) => createHash('sha256').update(password).digest('hex');

async function isClusterOf(data: string, password: string): Promise<boolean> {
  return (await readFile(join(data, MARKER), 'utf8').catch(() => '')) === markerOf(password);
}

async function createCluster({ data, initdb, identity }: PostgresBinaries, password: string): Promise<void> {
  const work = `${data}.new`; // becomes `data` only when it is whole
  await rm(work, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
  await mkdir(work, { recursive: true, mode: 0o700 });
  const passwordFile = `${data}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (identity) for (const path of [work, passwordFile]) await chown(path, identity.uid, identity.gid);
  const authentication = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const env = { ...currentEnvironment(), LC_ALL: 'C' };
  const args = ['--pgdata', work, ...authentication, '--no-sync', ...locale];
  try {
    await runCommand(initdb, args, { ...identity, cwd: work, env });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(join(work, MARKER), markerOf(password));
  await chmod(work, 0o700);
  await rename(work, data);
}

/** After a `kill -9` of ours PostgreSQL lives on and holds the lock of its data. */
async function stopOrphan(data: string, say: PostgresOptions['say']): Promise<void> {
  const pid = Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => ''), 10);
  if (!(pid > 0) || !(await isRunning({ pid, commandHolds: data }))) return;
  say?.(`PostgreSQL was still running for this folder (process ${pid}), left by a start that was killed: stopping it.`);
  await stopProcess({ pid, commandHolds: data });
}

/** What is there already stays as it is. */
async function createRolesAndDatabase(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const role of [OWNER_ROLE, APP_ROLE]) {
      const known = await client.query('select from pg_roles where rolname = $1', [role]);
      // The password is hexadecimal and ours; DDL takes no parameters.
      if (known.rowCount === 0) {
        await client.query(
          `create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password '${password}'`,
        );
      }
    }
    const known = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (known.rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
  } finally {
    await client.end();
  }
}
