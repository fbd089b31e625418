import { spawn, type ChildProcess } from 'node:child_process';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../cli/run-command.ts';

/** The command as people start it. */
export const launcher = fileURLToPath(new URL('../../cli/bin.js', import.meta.url));

export const KEY = 'test-operator-key-0123456789';

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Surroundings = {
  readonly url?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Another checkout's command. */
  readonly command?: string;
};

/** The same code within this process, for what does not depend on there being another one. */
export async function rollcallHere(args: readonly string[], { url, env }: Surroundings = {}): Promise<Ended> {
  const [stdout, stderr] = [collecting(), collecting()];
  const settings = { ...(url !== undefined && { ROLLCALL_URL: url, ROLLCALL_OPERATOR_KEY: KEY }), ...env };
  const code = await runCommand(args, { env: settings, stdout: stdout.stream, stderr: stderr.stream });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collecting() {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(pieces).toString() };
}

/** Runs the real command as a process of its own, and waits for its end. */
export const rollcall = (args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> =>
  start(args, surroundings).ended;

export type Started = {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stdout and stderr together hold the text; rejects when the command ends before. */
  readonly says: (text: string) => Promise<void>;
  readonly type: (text: string) => void;
};

/** The same, while it runs. */
export const start = (args: readonly string[], surroundings: Surroundings = {}): Started =>
  begin(process.execPath, [surroundings.command ?? launcher, ...args], surroundings);

/** The same, on a terminal: stdin, stdout and stderr are one. Everything arrives as stdout. */
export const startOnTerminal = (args: readonly string[], surroundings: Surroundings = {}): Started => {
  const bridge = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
  const size = 'stty cols 100 rows 30; exec "$@"';
  return begin('python3', ['-c', bridge, 'sh', '-c', size, 'sh', process.execPath, launcher, ...args], surroundings);
};

function begin(file: string, args: readonly string[], { url, env, cwd }: Surroundings): Started {
  const child = spawn(file, args, {
    cwd,
    detached: true, // a group of its own, so that launcher and command can be ended together
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TERM: 'xterm',
      ...(url !== undefined && { ROLLCALL_URL: url, ROLLCALL_OPERATOR_KEY: KEY }),
      ...env,
    },
  });
  const killAll = () => endGroup(child.pid);
  process.once('exit', killAll); // of a test that failed, nothing is left running
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const heard = () => listeners.forEach((listener) => listener());
  child.stdout.setEncoding('utf8').on('data', (text: string) => ((stdout += text), heard()));
  child.stderr.setEncoding('utf8').on('data', (text: string) => ((stderr += text), heard()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', killAll);
      resolve({ code, stdout, stderr });
    });
  });
  return {
    process: child,
    ended,
    type: (text) => void child.stdin.write(text),
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => (stdout + stderr).includes(text) && (listeners.delete(look), resolve());
        listeners.add(look);
        void ended.then(() => reject(new Error(`It ended without saying “${text}”: ${stdout}${stderr}`)));
        look();
      }),
  };
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended already
  }
}
