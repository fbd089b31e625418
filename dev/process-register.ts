import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { rollcallFolder } from './settings.ts';
import { isRunning, stopProcess } from './stop-process.ts';

/**
 * Which processes this one has started, kept in a file, so that after a `kill -9` of `npm start` or `npm test` the
 * next one can stop what was left. A process is known by its id and by a piece of its command line: ids are re-used.
 */
const entry = z.object({ name: z.string(), pid: z.number().int().positive(), commandHolds: z.string() });
export type RegisteredProcess = z.infer<typeof entry>;

const own = new Map<number, RegisteredProcess>();

export function registerProcess(registered: RegisteredProcess, folder: string = registerFolder): void {
  own.set(registered.pid, registered);
  save(folder);
}

export function unregisterProcess(pid: number, folder: string = registerFolder): void {
  own.delete(pid);
  save(folder);
}

/**
 * Stops what processes that are gone had started and not stopped, and returns their names. What runs for a process
 * that is alive is left alone. Calling it twice is harmless.
 */
export async function stopLeftovers(folder: string = registerFolder): Promise<string[]> {
  const stopped: string[] = [];
  for (const file of filesIn(folder)) {
    const parent = Number.parseInt(file, 10);
    if (parent === process.pid || (await isRunning({ pid: parent, commandHolds: 'node' }))) continue;
    const left = z.array(entry).safeParse(readJson(join(folder, file)));
    for (const one of left.data ?? []) {
      if (!(await isRunning(one))) continue;
      await stopProcess(one);
      stopped.push(one.name);
    }
    rmSync(join(folder, file), { force: true });
  }
  return stopped;
}

const registerFolder = join(rollcallFolder, 'processes');

function save(folder: string): void {
  const file = join(folder, `${process.pid}.json`);
  if (own.size === 0) return rmSync(file, { force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify([...own.values()]));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // cut off: nothing is known of it
  }
}
