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

const file = join(rollcallFolder, 'running.json');
const lentKeyFile = join(rollcallFolder, 'operator-key-given');

/** Whole or not at all: another process may read at any moment. */
export function writeRunning(running: Running): void {
  const work = `${file}.new`;
  writeFileSync(work, `${JSON.stringify(running, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(work, file);
}

/** A key that the environment gives, for the commands in other terminals, for as long as we run. */
export function lendKey(key: string): string {
  writeSecret(lentKeyFile, key);
  return lentKeyFile;
}

export function removeRunning(): void {
  for (const path of [file, lentKeyFile]) rmSync(path, { force: true });
}

/** Undefined when none is up, or none that is ready. */
export function readRunning(): Running | undefined {
  try {
    return runningSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
