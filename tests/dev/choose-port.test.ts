import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { choosePort, findFreePort, PortTaken } from '../../dev/choose-port.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** Somebody else's, on the loopback alone or on all addresses. */
async function takenPort(host?: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port; // it listens on a port
}

test('a wanted port that is free is given, without a word', async () => {
  const wanted = await findFreePort();
  const said: string[] = [];
  const port = await choosePort({ what: 'the API', wanted, say: (line) => void said.push(line) });
  expect([port, said]).toEqual([wanted, []]);
});

test.each([
  ['the loopback', '127.0.0.1'],
  ['all addresses', undefined],
])('one that is taken on %s is replaced by another one, and a line says so', async (_where, host) => {
  const wanted = await takenPort(host);
  const said: string[] = [];
  const port = await choosePort({ what: 'the API', wanted, say: (line) => void said.push(line) });
  expect(port).not.toBe(wanted);
  expect(said).toEqual([`Port ${wanted} is taken by another program: the API listens on ${port} instead.`]);
});

test('one that the environment insists on and that is taken is an error that names the variable', async () => {
  const wanted = await takenPort();
  const choosing = choosePort({ what: 'the API', wanted, variable: 'PORT' });
  await expect(choosing).rejects.toThrow(
    new PortTaken(`Port ${wanted} for the API is taken. Free it, or choose another one with PORT.`),
  );
});

test('one that is promised to somebody else is not given twice', async () => {
  const wanted = await findFreePort();
  expect(await choosePort({ what: 'the API', wanted, except: [wanted] })).not.toBe(wanted);
});

test('a free port lies below those that systems give to outgoing connections', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, findFreePort));
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});
