import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from './run-command.ts';

/** A process is known by its id and by a piece of its command line: ids are re-used. */
export type KnownProcess = { readonly pid: number; readonly commandHolds: string };

const STOP_TIMEOUT_MS = 10_000;

/** Whether that process lives and its command line holds the text. */
export async function isRunning({ pid, commandHolds }: KnownProcess): Promise<boolean> {
  return (await commandOf(pid)).includes(commandHolds);
}

/** Asks a process that is not our child to end, and waits for its end; after ten seconds it is killed. */
export async function stopProcess(known: KnownProcess): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  signal(known.pid, 'SIGINT');
  while (await isRunning(known)) {
    if (Date.now() > deadline) signal(known.pid, 'SIGKILL');
    await delay(50);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended meanwhile
  }
}

/** Empty when there is no such process. Linux without procps has no `ps`, but /proc. */
async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  if (process.platform === 'win32') return ''; // Windows ends children with their console
  return runCommand('ps', ['-p', String(pid), '-o', 'args=']).catch(() => '');
}
