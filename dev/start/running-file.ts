import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { rollcallFolder } from '../settings.ts';
import { writeSecret } from './kept-secret.ts';

/** What the commands `rollcall` and `rollcall-emulator` of this clone find out about the `npm start` that runs. */
const runningSchema = z.object({
  apiUrl: z.string(),
  /** Path of a file that holds the key and nothing else. */
  operatorKeyFile: z.string(),
  temporalAddress: z.string().nullish(),
  temporalNamespace: z.string(),
  temporalUiUrl: z.string(),
  emulator: z.object({ controlUrl: z.string() }).nullish(),
  pid: z.number(),
});
export type Running = z.infer<typeof runningSchema>;

const fileIn = (folder: string): string => join(folder, 'running.json');
const lentKeyFileIn = (folder: string): string => join(folder, 'operator-key-given');

/** Whole or not at all: another process may read at any moment. */
export function writeRunning(running: Running, folder: string = rollcallFolder): void {
  const file = fileIn(folder);
  const work = `${file}.new`;
  writeFileSync(work, `${JSON.stringify(running, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(work, file);
}

/** A key that the environment gives, for the commands in other terminals, for as long as we run. */
export function lendKey(key: string, folder: string = rollcallFolder): string {
  const file = lentKeyFileIn(folder);
  writeSecret(file, key);
  return file;
}

export function removeRunning(folder: string = rollcallFolder): void {
  for (const path of [fileIn(folder), lentKeyFileIn(folder)]) rmSync(path, { force: true });
}

/** Undefined when none is up, or none that is ready. */
export function readRunning(folder: string = rollcallFolder): Running | undefined {
  try {
    return runningSchema.safeParse(JSON.parse(readFileSync(fileIn(folder), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
