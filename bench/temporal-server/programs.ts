import { mkdir, mkdtemp, rename, rm, access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStart } from '../../dev/cannot-start.ts';
import { runCommand } from '../../dev/run-command.ts';
import { cacheFolder, currentEnvironment, type Environment } from '../../dev/settings.ts';

/** The server that the dev server of our CLI is as well (dev/fetch-temporal-cli.ts), so that both run the same code. */
export const TEMPORAL_SERVER_VERSION = '1.32.0';

const MODULE = 'go.temporal.io/server';
/** Half a minute on many cores, five minutes on two with nothing cached. */
const BUILD_TIMEOUT_MS = 30 * 60_000;

export type TemporalPrograms = {
  readonly server: string;
  /** Creates databases and their schema; the schema is inside the program. */
  readonly sqlTool: string;
};

export type ProgramSources = {
  readonly env?: Environment;
  /** Builds `server` and `sql` into the folder. */
  readonly build?: (folder: string) => Promise<void>;
  readonly say?: (line: string) => void;
};

/**
 * The production Temporal Server and its SQL tool, built once a machine by Go from the module that Temporal publishes,
 * and kept in our cache. Nobody publishes them as an executable that every package registry has.
 *
 * Throws CannotStart with what to do where Go is missing or the build ends badly.
 */
export async function resolveTemporalPrograms({
  env = currentEnvironment(),
  build = buildWithGo,
  say = () => undefined,
}: ProgramSources = {}): Promise<TemporalPrograms> {
  const folder = join(cacheFolder(env), `temporal-server-${TEMPORAL_SERVER_VERSION}`);
  const programs = { server: join(folder, 'server'), sqlTool: join(folder, 'sql') };
  if ((await isExecutable(programs.server)) && (await isExecutable(programs.sqlTool))) return programs;
  say(`Building Temporal Server ${TEMPORAL_SERVER_VERSION} with Go (once, some minutes)…`);
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'work-')); // inside the cache: a rename does not cross file systems
  try {
    await build(work);
    await rename(join(work, 'sql'), programs.sqlTool);
    await rename(join(work, 'server'), programs.server);
  } catch (error) {
    throw new CannotStart(
      `Temporal Server ${TEMPORAL_SERVER_VERSION} could not be built: ${error instanceof Error ? error.message : String(error)}\n` +
        'Install Go 1.26 or newer (https://go.dev/doc/install), or measure against the dev server instead.',
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return programs;
}

async function buildWithGo(folder: string): Promise<void> {
  const packages = ['cmd/server', 'cmd/tools/sql'].map((path) => `${MODULE}/${path}@v${TEMPORAL_SERVER_VERSION}`);
  await runCommand('go', ['install', '-ldflags=-s -w', ...packages], {
    cwd: folder, // no go.mod there, so that the versions asked for are the versions built
    env: { ...currentEnvironment(), GOBIN: folder },
    timeout: BUILD_TIMEOUT_MS,
  });
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
