import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { CannotStart } from './cannot-start.ts';
import { registerProcess, unregisterProcess } from './process-register.ts';
import { readableLine } from './readable-line.ts';
import type { Environment } from './settings.ts';

export type ProgramOptions<T> = {
  /** As people know it: "PostgreSQL", "worker". */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Environment;
  readonly identity?: { readonly uid: number; readonly gid: number };
  /** Everything that the program prints; the log of the start before is kept as `….previous.log`. */
  readonly logFile?: string;
  /** A piece of the command line that no other program has, to know it again after a crash of ours. */
  readonly commandHolds: string;
  readonly stopSignal?: NodeJS.Signals;
  readonly stopTimeoutMs?: number;
  readonly readyTimeoutMs?: number;
  /** Looks at each line until it returns something: what the program tells when it is ready. */
  readonly readyWhen: (line: string) => T | undefined;
  /** Called at once, long before it is ready: for who must be able to stop it in the middle of its start. */
  readonly onSpawn?: ((program: RunningProgram) => void) | undefined;
};

/** A program that was started, whether it is ready or not. */
export type RunningProgram = {
  readonly name: string;
  /** Undefined: it could not be run. */
  readonly pid: number | undefined;
  /** Resolves when the program has ended, wanted or not, with how. */
  readonly ended: Promise<string>;
  readonly hasEnded: () => boolean;
  readonly lastLines: () => readonly string[];
  /** Ends it and waits for the end; twice is harmless. */
  readonly stop: () => Promise<void>;
  /** Ends it and all that it has started, at once. */
  readonly kill: () => void;
};

export type Program<T> = RunningProgram & { readonly ready: T };

/** A program ended, or said nothing, before it was ready. The message holds its last lines. */
export class ProgramFailed extends CannotStart {
  override readonly name = 'ProgramFailed';
  readonly lines: readonly string[];

  constructor(what: string, lines: readonly string[]) {
    super([what, ...lines.map((line) => `  ${readableLine(line)}`)].join('\n'));
    this.lines = lines;
  }
}

const KEPT_LINES = 12;

/**
 * Starts a program and waits until it says that it is ready. It gets a process group of its own, so that Ctrl-C in the
 * terminal reaches us alone and we stop things in order. If we end without having stopped it, it is told to stop.
 */
export async function startProgram<T>(options: ProgramOptions<T>): Promise<Program<T>> {
  const { name, stopSignal = 'SIGTERM', stopTimeoutMs = 15_000, readyTimeoutMs = 60_000 } = options;
  const log = openLog(options.logFile);
  const child = spawn(options.file, [...options.args], {
    cwd: options.cwd,
    env: options.env,
    ...options.identity,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stopAtOurEnd = () => child.kill(stopSignal);
  process.once('exit', stopAtOurEnd);

  const lines: string[] = [];
  let answer: (ready: T) => void = () => undefined;
  const ready = new Promise<T>((resolve) => (answer = resolve));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log?.write(`${line}\n`);
      lines.splice(0, lines.length >= KEPT_LINES ? 1 : 0);
      lines.push(line);
      const told = options.readyWhen(line);
      if (told !== undefined) answer(told);
    });
  }
  let hasEnded = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be run: ${error.message}`));
    child.once('close', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`));
  }).finally(() => {
    hasEnded = true;
    process.off('exit', stopAtOurEnd);
    if (child.pid !== undefined) unregisterProcess(child.pid);
    log?.end();
  });
  if (child.pid !== undefined) registerProcess({ name, pid: child.pid, commandHolds: options.commandHolds });

  const stop = async () => {
    child.kill(stopSignal);
    const force = setTimeout(() => killGroup(child.pid), stopTimeoutMs);
    await ended;
    clearTimeout(force);
  };
  const program: RunningProgram = {
    ...{ name, pid: child.pid, ended, stop },
    hasEnded: () => hasEnded,
    lastLines: () => [...lines],
    kill: () => killGroup(child.pid),
  };
  options.onSpawn?.(program);
  const failed = (what: string) => new ProgramFailed(`${name} ${what}.`, lines);
  let timer: NodeJS.Timeout | undefined;
  try {
    const told = await Promise.race([
      ready,
      ended.then((how) => Promise.reject(failed(`${how} before it was ready`))),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(failed(`was not ready after ${readyTimeoutMs / 1000} s`)), readyTimeoutMs);
      }),
    ]);
    return { ...program, ready: told };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function openLog(file: string | undefined) {
  if (file === undefined) return undefined;
  mkdirSync(dirname(file), { recursive: true });
  try {
    renameSync(file, file.replace(/\.log$/, '.previous.log'));
  } catch {
    // the first start: there is none
  }
  return createWriteStream(file, { mode: 0o600 });
}

/** The last resort, for the program and whatever it started. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}
