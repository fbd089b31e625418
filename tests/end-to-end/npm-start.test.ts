import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Employee, listOf, RunChange, SyncRun } from '../../cli/responses.schema.ts';
import { copyCheckout, processesOf, stillRunning, type Copy, type Started } from './started-copy.ts';

const COMPANY = 'Fernhill Instruments Ltd';
const UP = 'Ctrl-C stops everything';
const MINUTES = 60_000;

let copy: Copy;
let first: Started;
beforeAll(async () => {
  copy = await copyCheckout();
  first = copy.npmStart();
}, 2 * MINUTES);
afterAll(() => copy.remove(), MINUTES);

/** What a command answers with --json. */
async function rollcall<S extends z.ZodType>(answer: S, ...args: readonly string[]): Promise<z.output<S>> {
  const { code, stdout, stderr } = await copy.command('cli/bin.js', ...args, '--json');
  if (code !== 0) throw new Error(`rollcall ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return answer.parse(JSON.parse(stdout));
}

const Running = z.object({ apiUrl: z.string(), temporalUiUrl: z.string() });

describe('npm start', { timeout: 3 * MINUTES }, () => {
  it('brings a fresh checkout up, syncs the sample company, and says where everything is', async () => {
    await first.says(UP);
    const output = first.output();
    for (const component of ['PostgreSQL', 'Temporal', 'Emulator', 'Worker', 'API']) {
      expect(output).toMatch(new RegExp(`ready +${component}`));
    }
    expect(output).toMatch(/\d+ people read, \d+ imported, \d+ left out \(.*noEmail.*\)/);
    const running = Running.parse(JSON.parse(await readFile(join(copy.folder, '.rollcall', 'running.json'), 'utf8')));
    expect((await fetch(`${running.apiUrl}/readyz`)).status).toBe(200);
    expect((await fetch(`${running.apiUrl}/docs`)).status).toBe(200);
    expect((await fetch(running.temporalUiUrl)).status).toBe(200);
    const [invitation = ''] = /http:\/\/\S+\/invitations\/\S+/.exec(output) ?? [];
    expect(await (await fetch(invitation, { headers: { accept: 'text/html' } })).text()).toContain(COMPANY);
    const away = await fetch(`${running.apiUrl}/sign-in/microsoft`, { redirect: 'manual' });
    const page = await fetch(away.headers.get('location') ?? '');
    expect(new URL(page.url).protocol).toBe('http:'); // no certificate to trust
    expect(await page.text()).toMatch(/Break Glass Admin[\s\S]*Millbrook Foods Ltd[\s\S]*administrator/);
  });

  it('lets a newcomer see a person leave, with the reason, and come back as the same employee', async () => {
    const person = 'Renamed Person';
    const employee = async () =>
      (await rollcall(listOf(Employee), 'employees', 'list', COMPANY, '--query', person)).items.map(
        ({ id, status }) => ({ id, status }),
      );
    const [before] = await employee();
    expect(before).toMatchObject({ status: 'active' });

    expect((await copy.command('emulator/bin.js', 'leave', person)).code).toBe(0);
    const run = await rollcall(SyncRun, 'sync', COMPANY, '--wait');
    expect(run.counts).toMatchObject({ missing: 1, removed: 0 });
    const changes = await rollcall(listOf(RunChange), 'runs', 'changes', `${COMPANY}/${run.id}`, '--action', 'missing');
    expect(changes.items).toMatchObject([{ action: 'missing', reason: 'deleted' }]);

    expect((await copy.command('emulator/bin.js', 'come-back', person)).code).toBe(0);
    expect((await rollcall(SyncRun, 'sync', COMPANY, '--wait')).counts).toMatchObject({ restored: 1, created: 0 });
    expect(await employee()).toEqual([before]);
  });

  it('replays a run of its own against the current code', async () => {
    const { code } = await copy.command('cli/bin.js', 'runs', 'replay', `${COMPANY}/1`);
    expect(code).toBe(0);
  });

  it('refuses to start a second time from the same folder, in one sentence', async () => {
    const second = copy.npmStart();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('Rollcall runs from this folder already');
    expect(second.output()).not.toMatch(/^\s+at /m);
  });

  it('stops cleanly on Ctrl-C, with no process left', async () => {
    const processes = await processesOf(copy);
    expect(processes.map(({ name }) => name).toSorted()).toEqual([
      'API',
      'Emulator',
      'PostgreSQL',
      'Temporal',
      'Worker',
    ]);
    first.ctrlC();
    await first.ended;
    for (const component of ['API', 'Worker', 'Emulator', 'Temporal', 'PostgreSQL']) {
      expect(first.output()).toMatch(new RegExp(`stopped +${component}`));
    }
    expect(await stillRunning(processes)).toEqual([]);
  });

  it('says which port is taken when the environment insists on it, and starts nothing', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const refused = copy.npmStart({ PORT: String(port) });
    expect(await refused.ended).toBe(1);
    server.close();
    expect(refused.output()).toContain(`Port ${port} for the API is taken`);
    expect(refused.output()).not.toMatch(/^\s+at /m);
    expect(await processesOf(copy)).toEqual([]);
  });

  it('keeps the data for the next start', async () => {
    const again = copy.npmStart();
    await again.says(UP);
    expect(again.output()).toMatch(new RegExp(`${COMPANY} is there: \\d+ employees`));
    expect((await rollcall(listOf(SyncRun), 'runs', 'list', COMPANY)).items.length).toBeGreaterThanOrEqual(3);
    again.ctrlC();
    await again.ended;
  });
});
