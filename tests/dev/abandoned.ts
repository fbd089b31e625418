import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { currentEnvironment } from '../../dev/settings.ts';

/** Starts `abandoning-parent.ts` and waits for the line that it tells. */
export async function startParent(...args: readonly string[]): Promise<{ parent: ChildProcess; told: string }> {
  const script = join(import.meta.dirname, 'abandoning-parent.ts');
  const parent = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: currentEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told]: string[] = await once(createInterface({ input: parent.stdout }), 'line');
  return { parent, told: told ?? '' };
}

/** Kills it so that it can stop nothing. */
export async function killAtOnce(parent: ChildProcess): Promise<void> {
  const closed = once(parent, 'exit');
  parent.kill('SIGKILL');
  await closed;
}
