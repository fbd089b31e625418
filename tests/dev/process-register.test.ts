import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registerProcess, stopLeftovers, unregisterProcess } from '../../dev/process-register.ts';
import { isRunning, stopProcess } from '../../dev/stop-process.ts';
import { killAtOnce, startParent } from './abandoned.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const folder = useTemporaryFolder();

test('what a killed parent has left behind is stopped, by its name, once', async () => {
  const mark = `left-behind-${process.pid}`;
  const { parent, told } = await startParent('sleeper', folder(), mark);
  const sleeper = { pid: Number(told), commandHolds: mark };
  await killAtOnce(parent);
  expect(await isRunning(sleeper)).toBe(true);
  expect(await stopLeftovers(folder())).toEqual(['Sleeper']);
  expect(await isRunning(sleeper)).toBe(false);
  expect(await stopLeftovers(folder())).toEqual([]);
  expect(readdirSync(folder())).toEqual([]);
});

test('what runs for a parent that lives is left alone', async () => {
  const mark = `still-used-${process.pid}`;
  const { parent, told } = await startParent('sleeper', folder(), mark);
  const sleeper = { pid: Number(told), commandHolds: mark };
  expect(await stopLeftovers(folder())).toEqual([]);
  expect(await isRunning(sleeper)).toBe(true);
  await killAtOnce(parent);
  await stopProcess(sleeper);
});

test('an id that another program has by now is not stopped', async () => {
  const dead = 2 ** 22 + 1; // more than Linux gives
  const stranger = [{ name: 'PostgreSQL', pid: process.pid, commandHolds: 'the command line of PostgreSQL' }];
  writeFileSync(join(folder(), `${dead}.json`), JSON.stringify(stranger));
  expect(await stopLeftovers(folder())).toEqual([]);
  expect(existsSync(join(folder(), `${dead}.json`))).toBe(false);
});

test('a file that was cut off is removed, and stops nobody', async () => {
  writeFileSync(join(folder(), `${2 ** 22 + 1}.json`), '[{"name":"Temp');
  expect(await stopLeftovers(folder())).toEqual([]);
  expect(readdirSync(folder())).toEqual([]);
});

test('a process that was stopped in order leaves nothing in the register', () => {
  registerProcess({ name: 'Example', pid: 1, commandHolds: 'x' }, folder());
  expect(readdirSync(folder())).toEqual([`${process.pid}.json`]);
  unregisterProcess(1, folder());
  expect(readdirSync(folder())).toEqual([]);
});

test('no folder, no leftovers', async () => {
  expect(await stopLeftovers(join(folder(), 'nowhere'))).toEqual([]);
});
