import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cloneFolder, currentEnvironment } from './settings.ts';

export type Check = { readonly name: string; readonly ok: boolean; readonly output: string };

/** Lint with types, and format. Both are checked to the end; neither changes a file. */
export function checkSources(folder: string = cloneFolder): Promise<readonly Check[]> {
  return Promise.all([
    check(folder, 'Lint and types', 'oxlint/bin/oxlint', ['--type-aware', '--type-check', '--deny-warnings']),
    check(folder, 'Format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  ]);
}

/** Both programs are JavaScript, so that our own Node runs them, on Windows too. */
async function check(folder: string, name: string, program: string, args: readonly string[]): Promise<Check> {
  const file = join(cloneFolder, 'node_modules', program);
  const child = spawn(process.execPath, [file, ...args], { cwd: folder, env: currentEnvironment() });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
  const ok = await new Promise<boolean>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
  return { name, ok, output: Buffer.concat(parts).toString().trim() };
}
