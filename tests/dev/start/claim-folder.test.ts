import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AlreadyRunning, claimFolder } from '../../../dev/start/claim-folder.ts';
import { useTemporaryFolder } from '../temporary-folder.ts';

const folder = useTemporaryFolder();
const MARK = 'claims-a-folder';
const file = () => join(folder(), 'made', 'start.pid');
const claim = () => claimFolder(file(), MARK, () => ', http://localhost:8080');

test('the folder is claimed by writing who has it, and given back', async () => {
  const release = await claim();
  expect(readFileSync(file(), 'utf8')).toBe(String(process.pid));
  release();
  expect(existsSync(file())).toBe(false);
});

test('one that a living start has claimed is refused, with where it is and what to do', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', MARK]);
  await once(other, 'spawn');
  (await claim())();
  writeFileSync(file(), String(other.pid));
  await expect(claim()).rejects.toThrow(
    new AlreadyRunning(
      `Rollcall runs from this folder already (process ${other.pid}, http://localhost:8080). Stop it with Ctrl-C in its terminal first.`,
    ),
  );
  other.kill('SIGKILL');
  await once(other, 'close');
  await expect(claim()).resolves.toBeTypeOf('function');
});

test('an id that now belongs to another program does not count', async () => {
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(stranger, 'spawn');
  (await claim())();
  writeFileSync(file(), String(stranger.pid));
  await expect(claim()).resolves.toBeTypeOf('function');
  stranger.kill('SIGKILL');
});

test.each(['', 'no number', String(process.pid)])('a file that holds %j is left over', async (text) => {
  (await claim())();
  writeFileSync(file(), text);
  await expect(claim()).resolves.toBeTypeOf('function');
  expect(readFileSync(file(), 'utf8')).toBe(String(process.pid));
});
