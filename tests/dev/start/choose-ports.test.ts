import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findFreePort, PortTaken } from '../../../dev/choose-port.ts';
import { choosePorts, type PortName } from '../../../dev/start/choose-ports.ts';
import { useTemporaryFolder } from '../temporary-folder.ts';

const folder = useTemporaryFolder();
const choose = (names: readonly PortName[], env: Readonly<Record<string, string>> = {}) =>
  choosePorts(names, env, { keptFile: join(folder(), 'ports.json'), say: vi.fn() });

test('each name gets a port of its own', async () => {
  const names = ['api', 'temporal', 'temporalUi', 'emulatorLogin', 'emulatorGraph', 'emulatorControl'] as const;
  const ports = Object.values(await choose(names));
  expect(new Set(ports).size).toBe(names.length);
});

test.each([
  ['api', 'PORT'],
  ['emulatorLogin', 'EMULATOR_LOGIN_PORT'],
  ['emulatorGraph', 'EMULATOR_GRAPH_PORT'],
  ['emulatorControl', 'EMULATOR_CONTROL_PORT'],
] as const)('%s listens where %s says', async (name, variable) => {
  const port = await findFreePort();
  expect((await choose([name], { [variable]: ` ${port} ` }))[name]).toBe(port);
});

test.each(['eighty', '0', '65536', '-1', '80.5'])('%j is no port, and the message says what to write', async (text) => {
  await expect(choose(['api'], { PORT: text })).rejects.toThrow(
    new PortTaken(`PORT is ${JSON.stringify(text)}, which is no port. Write a number from 1 to 65535.`),
  );
});

test('the emulator keeps its ports, since stored links name them', async () => {
  const login = await findFreePort();
  await choose(['emulatorLogin'], { EMULATOR_LOGIN_PORT: String(login) });
  expect((await choose(['emulatorLogin'])).emulatorLogin).toBe(login);
});

test('the API does not: without PORT it goes back to the usual one', async () => {
  const port = await findFreePort();
  await choose(['api'], { PORT: String(port) });
  expect((await choose(['api'])).api).not.toBe(port);
});

test('ports of a start that needs fewer are remembered all the same', async () => {
  const login = await findFreePort();
  await choose(['emulatorLogin'], { EMULATOR_LOGIN_PORT: String(login) });
  await choose(['api']);
  expect(JSON.parse(readFileSync(join(folder(), 'ports.json'), 'utf8'))).toMatchObject({ emulatorLogin: login });
});

test('a file that cannot be read counts as none', async () => {
  writeFileSync(join(folder(), 'ports.json'), '{"emulatorLogin":');
  expect(await choose(['api'])).toHaveProperty('api');
});
