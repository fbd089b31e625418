import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const ROOT = resolve(import.meta.dirname, '../..');

/** The bundle of a copy of our workflows in which two pieces of text have changed places in one file. */
export async function bundleWithSwap(file: string, one: string, other: string): Promise<{ readonly code: string }> {
  const copy = await mkdtemp(join(tmpdir(), 'changed-workflows-'));
  try {
    for (const folder of ['workflows', 'sync', 'temporal'])
      await cp(join(ROOT, folder), join(copy, folder), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const path = join(copy, file);
    const parts = (await readFile(path, 'utf8')).split(one);
    if (parts.length !== 2 || parts.join('').split(other).length !== 2) {
      throw new Error(
        `${file} does not hold both “${one}” and “${other}” just once: the test that changes it is out of date.`,
      );
    }
    await writeFile(path, parts.map((part) => part.replace(other, one)).join(other));
    const logger = new DefaultLogger('ERROR', () => undefined);
    return await bundleWorkflowCode({ workflowsPath: join(copy, 'workflows/index.ts'), logger });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
