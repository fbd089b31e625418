import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command as people start it. */
export const launcher = fileURLToPath(new URL('../../../emulator/bin.js', import.meta.url));

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs the real command as a process of its own, against the emulator at `controlUrl`, and waits for its end. */
export async function emulatorCommand(
  controlUrl: string | undefined,
  args: readonly string[],
  { cwd, command = launcher }: { readonly cwd?: string; readonly command?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...(controlUrl !== undefined && { EMULATOR_CONTROL_URL: controlUrl }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}
