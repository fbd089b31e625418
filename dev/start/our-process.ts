import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startProgram, type Program, type RunningProgram } from '../start-program.ts';
import { cloneFolder, type Environment } from '../settings.ts';

export type OurProcessOptions<T> = {
  readonly name: string;
  /** The main file, from the clone's folder. */
  readonly main: string;
  readonly env: Environment;
  readonly logFile?: string;
  readonly onSpawn: (program: RunningProgram) => void;
  /** Reads what the process tells, one object a line, until it tells that it is ready. */
  readonly readyWhen: (told: unknown) => T | undefined;
};

/** Bundling the workflows takes seconds, and half a minute on a machine that is busy. */
const READY_TIMEOUT_MS = 180_000;
/** What was in hand is done again after the next start, so nobody has to wait for the whole grace of a worker. */
const STOP_TIMEOUT_MS = 12_000;

/** Starts one of our own processes, which speak in JSON lines. Throws ProgramFailed. */
export function startOurProcess<T>({ main, readyWhen, ...options }: OurProcessOptions<T>): Promise<Program<T>> {
  const file = join(cloneFolder, main);
  return startProgram({
    ...options,
    file: process.execPath,
    args: [...flagsOf(main), file],
    cwd: cloneFolder,
    commandHolds: file,
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopTimeoutMs: STOP_TIMEOUT_MS,
    readyWhen: (line) => (line.startsWith('{') ? readyWhen(parseOrNothing(line)) : undefined),
  });
}

/** As the script of package.json that starts this process runs it, so that it runs here as it does there. */
function flagsOf(main: string): readonly string[] {
  const { scripts } = scriptsSchema.parse(JSON.parse(readFileSync(join(cloneFolder, 'package.json'), 'utf8')));
  const place = main.replaceAll('\\', '/'); // as scripts write it
  const script = Object.values(scripts).find((command) => command.startsWith('node ') && command.endsWith(` ${place}`));
  return script?.split(' ').slice(1, -1) ?? ['--import', 'tsx'];
}
const scriptsSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/** The line of a worker or an API that is up. */
export function saysReady(told: unknown): true | undefined {
  return typeof told === 'object' && told !== null && 'event' in told && told.event === 'ready' ? true : undefined;
}

function parseOrNothing(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
