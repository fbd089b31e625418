import { execFile } from 'node:child_process';
import { mkdtemp, rm, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LONGEST_MS = 180_000;

/**
 * The code of the workflows, bundled by a process that ends: the compiler's memory, more than all that a sync needs,
 * would stay with a worker for as long as it lives. Throws an Error with the end of what that process said.
 */
export async function bundleWorkflows(): Promise<{ readonly code: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-workflows-'));
  try {
    const file = join(folder, 'bundle.js');
    await runNode([join(import.meta.dirname, 'bundle.main.ts'), file]);
    return { code: await readFile(file, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runNode(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...args], { timeout: LONGEST_MS }, (error, _stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`The workflows could not be bundled: ${stderr.trim().slice(-1000) || error.message}`));
    });
  });
}
