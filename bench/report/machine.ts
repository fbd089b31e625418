import os from 'node:os';
import { runCommand } from '../../dev/run-command.ts';
import { cloneFolder } from '../../dev/settings.ts';
import type { Results } from './results.schema.ts';

export function describeMachine(): Results['machine'] {
  const cpus = os.cpus();
  return {
    processor: cpus[0]?.model.trim() || os.arch(),
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
  };
}

/** `unknown` outside of a checkout. */
export async function describeCommit(): Promise<string> {
  const git = (...args: string[]) => runCommand('git', args, { cwd: cloneFolder });
  try {
    const commit = (await git('rev-parse', '--short=12', 'HEAD')).trim();
    const changed = (await git('status', '--porcelain', '--untracked-files=no', '--', ':!bench/results.*')).trim();
    return changed === '' ? commit : `${commit}+`;
  } catch {
    return 'unknown';
  }
}
