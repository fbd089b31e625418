import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStart } from '../../dev/cannot-start.ts';
import { runCommand } from '../../dev/run-command.ts';
import { cacheFolder } from '../../dev/settings.ts';

export const dltFolder = join(import.meta.dirname, 'dlt');

const INSTALL_TIMEOUT_MS = 10 * 60_000;

/**
 * The Python of a virtual environment in our cache in which dlt is installed, by pip, once for each content of
 * requirements.txt. Throws CannotStart with what to do.
 */
export async function installDlt(say: (line: string) => void): Promise<string> {
  const requirements = join(dltFolder, 'requirements.txt');
  const version = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheFolder(), `dlt-${version}`);
  const windows = process.platform === 'win32';
  const python = windows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const done = join(folder, 'installed');
  if (await isThere(done)) return python;

  say('  Installing dlt into the cache (once, about a minute)…');
  const timeout = INSTALL_TIMEOUT_MS;
  try {
    await rm(folder, { recursive: true, force: true }); // half of one, from a start that was broken off
    await mkdir(join(folder, '..'), { recursive: true });
    await runCommand(windows ? 'python' : 'python3', ['-m', 'venv', folder], { timeout });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
    await runCommand(python, pip, { timeout });
  } catch (error) {
    throw new CannotStart(
      `dlt could not be installed: ${error instanceof Error ? error.message : String(error)}\n` +
        'It needs Python 3.9 or newer with pip and venv, and a package index.',
    );
  }
  await writeFile(done, '');
  return python;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
