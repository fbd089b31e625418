import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningProgram } from '../../dev/start-program.ts';
import { startEmulator } from '../../emulator/start-emulator.ts';
import { startEmulatorProcess } from './emulator-process.ts';
import { authorityFolder } from './started-emulator.ts';

let folder: string;
let started: RunningProgram[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-emulator-'));
  started = [];
});
afterEach(async () => {
  for (const program of started) program.kill();
  await rm(folder, { recursive: true, force: true });
});

async function start(environment: Readonly<Record<string, string>> = {}) {
  const program = await startEmulatorProcess(folder, environment);
  started.push(program);
  return program;
}

async function ask(url: string, method = 'GET', body?: unknown) {
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  expect(response.ok).toBe(true);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

const RENAMED = 'people/renamed.person@fernhill.example';

describe('the emulator as a process', () => {
  it('has the sample company at its first start, and keeps what changed for the next', async () => {
    const first = await start();
    const sample = `${first.ready.controlUrl}/directories/${first.ready.entraTenantId}`;
    expect(await ask(sample)).toMatchObject({ name: 'Fernhill Instruments Ltd', consent: 'granted' });
    const { people } = await ask(sample);
    await ask(`${sample}/${RENAMED}/leave`, 'POST');
    const { id } = await ask(`${sample}/people`, 'POST', { properties: { displayName: 'Newly Joined' } });
    await ask(`${sample}/people/${id}`, 'PATCH', { properties: { department: 'Sales' } });
    await ask(`${sample}/consent`, 'PUT', { consent: 'withdrawn' });
    await ask(`${first.ready.controlUrl}/directories`, 'POST', { name: 'Second', people: { seed: 1, count: 9 } });
    await ask(`${first.ready.controlUrl}/clock`, 'POST', { advanceMs: 86_400_000 });
    await first.stop();
    expect(await first.ended).toBe('ended with code 0');

    const { ready } = await start();
    const again = `${ready.controlUrl}/directories/${ready.entraTenantId}`;
    expect(await ask(again)).toMatchObject({ people, left: 3, consent: 'withdrawn' });
    expect(await ask(`${again}/people/${id}`)).toMatchObject({ properties: { department: 'Sales' } });
    expect(await ask(`${again}/people?text=renamed%20person&standing=deleted`)).toMatchObject({ items: [{}] });
    expect(await ask(`${ready.controlUrl}/directories/Second`)).toMatchObject({ people: 9 });
    expect((await ask(`${ready.controlUrl}/clock`)).offsetMs).toBe(86_400_000);
    expect(await ask(`${again}/people/Renamed%20Person/restore`, 'POST')).toMatchObject({
      userPrincipalName: 'renamed.person@fernhill.example',
    });
  });

  it('loses nothing that was written when it is killed', async () => {
    const { ready, kill, ended } = await start();
    const sample = `${ready.controlUrl}/directories/${ready.entraTenantId}`;
    // The sample company has two who left already.
    const left = async () =>
      (await readFile(join(folder, 'directories.json'), 'utf8')).split('"standing":"deleted","since":1').length - 1;
    await vi.waitFor(async () => expect(await left()).toBeGreaterThan(0), { timeout: 60_000 });
    const before = await left();
    await ask(`${sample}/${RENAMED}/leave`, 'POST');
    await vi.waitFor(async () => expect(await left()).toBe(before + 1), { timeout: 60_000 });
    kill();
    await ended;
    const again = await start();
    expect(await ask(`${again.ready.controlUrl}/directories/${again.ready.entraTenantId}`)).toMatchObject({ left: 3 });
  });

  it('says in one line that a port is taken and how to choose another, and leaves the others free', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const failed = await start({ EMULATOR_CONTROL_PORT: String(taken) }).catch((error: unknown) => String(error));
    server.close();
    expect(failed).toContain('ended with code 1');
    expect(failed).toContain(
      `Port ${taken} for the emulator's control is taken. Set EMULATOR_CONTROL_PORT to a free one.`,
    );
    expect(failed).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['a port that is none', {}, { EMULATOR_LOGIN_PORT: 'many' }, 'EMULATOR_LOGIN_PORT is "many", which is no port.'],
    ['a damaged state, which stays as it is', { 'directories.json': '{"version":' }, {}, 'Remove it to start afresh.'],
  ])(
    'says in one line what to do about %s',
    async (_what, files: Readonly<Record<string, string>>, environment, why) => {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      const failed = await start(environment).catch((error: unknown) => String(error));
      expect(failed).toContain(why);
      expect(failed).not.toMatch(/\n\s+at /);
      for (const [name, text] of Object.entries(files)) expect(await readFile(join(folder, name), 'utf8')).toBe(text);
    },
  );
});

/** A connection whose request the server has begun to read, and waits for the rest. */
const askedHalf = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const head = ['POST /directories HTTP/1.1', 'host: localhost', 'content-length: 9', 'expect: 100-continue', '', ''];
    const socket = connect(port, '127.0.0.1', () => socket.write(head.join('\r\n')));
    socket.once('data', () => resolve(socket));
    socket.on('error', reject);
  });

describe('an emulator in the process of a test', () => {
  it('keeps nothing, and can be stopped twice, in the middle of a request too; its ports are free again', async () => {
    const before = await readdir(authorityFolder());
    const emulator = await startEmulator({ folder: authorityFolder() });
    emulator.addDirectory({ name: 'Passing' });
    const { port } = new URL(emulator.controlUrl);
    const halfway = await askedHalf(Number(port));
    await Promise.all([emulator.stop(), emulator.stop()]);
    await emulator.stop();
    const ports = { login: Number(new URL(emulator.authorityHost).port), graph: 0, control: Number(port) };
    const next = await startEmulator({ folder: authorityFolder(), ports });
    expect(next.controlUrl).toBe(emulator.controlUrl);
    await next.stop();
    halfway.destroy();
    expect(await readdir(authorityFolder())).toEqual(before);
  });
});
