import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removePostgres } from './postgres.ts';
import { rollcallFolder } from './settings.ts';
import { isRunning } from './stop-process.ts';

/** Everything that tests make, apart from what `npm start` keeps. */
export const testsFolder = join(rollcallFolder, 'tests');
const runsFolder = join(testsFolder, 'runs');

/** The folder of the run whose main process is the calling one. Several runs at once do not meet. */
export function testRunFolder(): string {
  return join(runsFolder, String(process.pid));
}

/** Removes what runs left behind that were killed. */
export async function removeDeadRuns(): Promise<void> {
  for (const pid of foldersIn(runsFolder)) {
    if (await isRunning({ pid: Number(pid), commandHolds: 'vitest' })) continue;
    await removePostgres(join(runsFolder, pid, 'postgres'));
    await rm(join(runsFolder, pid), { recursive: true, force: true });
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
