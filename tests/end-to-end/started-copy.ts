import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { vi } from 'vitest';
import { removePostgres } from '../../dev/postgres.ts';
import { cloneFolder, currentEnvironment } from '../../dev/settings.ts';
import { isRunning } from '../../dev/stop-process.ts';

/** A copy of this checkout in a folder of its own, whose `npm start` meets nothing that was there before. */
export type Copy = {
  readonly folder: string;
  /** `npm start`, as if typed; its output grows while it runs. */
  readonly npmStart: (environment?: Readonly<Record<string, string>>) => Started;
  /** One of the commands, run to its end. */
  readonly command: (bin: 'cli/bin.js' | 'emulator/bin.js', ...args: readonly string[]) => Promise<Ended>;
  readonly remove: () => Promise<void>;
};

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Started = {
  readonly output: () => string;
  /** Waits until the output holds this text. */
  readonly says: (text: string) => Promise<void>;
  /** Ctrl-C, as a terminal sends it: to npm and to all that it has started in the foreground. */
  readonly ctrlC: () => void;
  readonly ended: Promise<number | null>;
};

const NOT_COPIED = new Set(['node_modules', '.rollcall', '.git', '.env']);

export async function copyCheckout(): Promise<Copy> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'rollcall-copy-')));
  await cp(cloneFolder, folder, {
    recursive: true,
    filter: (source) => !NOT_COPIED.has(relative(cloneFolder, source)),
  });
  // What `npm ci` would bring, without waiting for it again.
  await symlink(join(cloneFolder, 'node_modules'), join(folder, 'node_modules'));
  const running = new Set<ChildProcess>();
  return {
    folder,
    npmStart(environment = {}) {
      const child = spawn('npm', ['start'], {
        cwd: folder,
        env: { ...currentEnvironment(), ...environment },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.add(child);
      return follow(child);
    },
    command: (bin, ...args) => runToEnd(join(folder, bin), args),
    async remove() {
      for (const child of running) kill(child, 'SIGKILL');
      await removePostgres(join(folder, '.rollcall', 'postgres'));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What `npm start` has started and not stopped, by its own register. */
export async function processesOf({
  folder,
}: Copy): Promise<readonly { name: string; pid: number; commandHolds: string }[]> {
  const place = join(folder, '.rollcall', 'processes');
  const files = await readdir(place).catch(() => []);
  const lists = await Promise.all(files.map((file) => readFile(join(place, file), 'utf8')));
  return lists.flatMap((text) => JSON.parse(text)); // the list that dev/process-register.ts wrote
}

export async function stillRunning(processes: Awaited<ReturnType<typeof processesOf>>): Promise<readonly string[]> {
  const alive = await Promise.all(processes.map((one) => isRunning(one)));
  return processes.filter((_, index) => alive[index]).map(({ name }) => name);
}

function follow(child: ChildProcess): Started {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (text += part.toString()));
  return {
    output: () => text,
    says: (wanted) =>
      vi.waitFor(
        () => {
          if (text.includes(wanted)) return;
          throw new Error(`npm start has not said "${wanted}", but:\n${text}`);
        },
        { timeout: 120_000, interval: 50 },
      ),
    ctrlC: () => kill(child, 'SIGINT'),
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it has ended meanwhile
  }
}

async function runToEnd(bin: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...args], {
    env: currentEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
