import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problem, startFakeRollcall, type Answer, type FakeRollcall } from './fake-rollcall.ts';
import { rollcallHere, start } from './rollcall.ts';
import { CONTOSO, employee } from './sample.ts';

const CSV = 'Name,Email\r\n"Lovelace, ""Ada""\nCountess",ada@contoso.example\r\nGrace,grace@contoso.example\r\n';

let fake: FakeRollcall | undefined;
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'rollcall-export-'))));
afterEach(() => Promise.all([fake?.stop(), rm(folder, { recursive: true })]));

async function answering(answer: Answer): Promise<string> {
  fake = await startFakeRollcall({ [`GET /api/tenants/${CONTOSO}/employees`]: () => answer });
  return fake.url;
}
const csv =
  (text: string): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/csv' }).end(text);
const cutOff: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'text/csv' });
  response.write('Name,Email\r\nAda,ada@', () => response.destroy());
};

describe('employees export', () => {
  it('writes the CSV to stdout exactly as it came', async () => {
    const { code, stdout, stderr } = await rollcallHere(['employees', 'export', CONTOSO], {
      url: await answering(csv(CSV)),
    });
    expect(stdout).toBe(CSV);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('asks for the search, the status and the order that were given', async () => {
    const options = ['--query', 'ada & co', '--status', 'removed', '--sort', '-updated'];
    await rollcallHere(['employees', 'export', CONTOSO, ...options], { url: await answering(csv(CSV)) });
    expect(fake?.asked[0]).toMatchObject({
      accept: 'text/csv',
      query: { query: 'ada & co', status: 'removed', sort: '-updated' },
    });
  });

  it('writes a file that only its owner can read, and counts people, not lines', async () => {
    const out = join(folder, 'people.csv');
    const url = await answering(csv(CSV));
    const { stdout } = await rollcallHere(['employees', 'export', CONTOSO, '--out', out], { url });
    expect(stdout).toBe(`2 employees written to ${out}\n`);
    expect(await readFile(out, 'utf8')).toBe(CSV);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
  });

  it('says with --json what it wrote', async () => {
    const out = join(folder, 'people.csv');
    const url = await answering(csv(CSV));
    const { stdout } = await rollcallHere(['employees', 'export', CONTOSO, '--out', out, '--json'], { url });
    expect(JSON.parse(stdout)).toEqual({ file: out, employees: 2 });
  });

  it('run twice leaves one whole file, through a link as well, with the mode that it had', async () => {
    const target = join(folder, 'target.csv');
    const out = join(folder, 'link.csv');
    await writeFile(target, 'yesterday');
    await chmod(target, 0o640);
    await symlink(target, out);
    const url = await answering(csv(CSV));
    for (let times = 0; times < 2; times++) await rollcallHere(['employees', 'export', CONTOSO, '--out', out], { url });
    expect(await readFile(target, 'utf8')).toBe(CSV);
    expect((await stat(target)).mode & 0o777).toBe(0o640);
    expect(await readdir(folder)).toEqual(['link.csv', 'target.csv']);
  });

  it('leaves yesterday’s file as it was when the line is cut, with exit code 6', async () => {
    const out = join(folder, 'people.csv');
    await writeFile(out, 'yesterday');
    const url = await answering(cutOff);
    const { code, stderr } = await rollcallHere(['employees', 'export', CONTOSO, '--out', out], { url });
    expect(stderr).toContain('the line was cut');
    expect(await readFile(out, 'utf8')).toBe('yesterday');
    expect(await readdir(folder)).toEqual(['people.csv']);
    expect(code).toBe(6);
  });

  it('tells on stdout too that the line was cut: by its exit code', async () => {
    const { code, stderr } = await rollcallHere(['employees', 'export', CONTOSO], { url: await answering(cutOff) });
    expect(stderr).toContain('the line was cut');
    expect(code).toBe(6);
  });

  it('gives up on a server that falls silent', async () => {
    const silent: Answer = (response) => response.writeHead(200, { 'content-type': 'text/csv' }).write('Name\r\n');
    const args = ['employees', 'export', CONTOSO, '--timeout', '400ms'];
    const { code, stderr } = await rollcallHere(args, { url: await answering(silent) });
    expect(stderr).toContain('did not answer within 0.4 s');
    expect(code).toBe(6);
  });

  it.each([
    ['no/such/folder/people.csv', 'its folder does not exist'],
    ['.', 'it is a folder'],
  ])('says why “%s” cannot be written: %s', async (out, why) => {
    const url = await answering(csv(CSV));
    const { code, stderr } = await rollcallHere(['employees', 'export', CONTOSO, '--out', join(folder, out)], { url });
    expect(stderr).toContain(why);
    expect(code).toBe(1);
  });

  it('writes no file when it is refused', async () => {
    const out = join(folder, 'people.csv');
    const url = await answering(problem(404, 'notFound', 'No such tenant.'));
    const { code } = await rollcallHere(['employees', 'export', CONTOSO, '--out', out], { url });
    expect(await readdir(folder)).toEqual([]);
    expect(code).toBe(3);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const endless: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      const more = () => response.write('x'.repeat(65_536), (error) => !error && setImmediate(more));
      more();
    };
    const command = start(['employees', 'export', CONTOSO], { url: await answering(endless) });
    await command.says('xxx');
    command.process.stdout?.destroy();
    const { code, stderr } = await command.ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('writes all pages as one document with --json', async () => {
    fake = await startFakeRollcall({
      [`GET /api/tenants/${CONTOSO}/employees`]: ({ query: { cursor } }) => ({
        body: {
          items: [employee({ id: cursor ?? 'first' })],
          next: cursor === 'third' ? null : cursor === undefined ? 'second' : 'third',
        },
      }),
    });
    const { stdout } = await rollcallHere(['employees', 'export', CONTOSO, '--json'], { url: fake.url });
    const { items, next } = JSON.parse(stdout);
    expect(items.map(({ id }: { id: string }) => id)).toEqual(['first', 'second', 'third']);
    expect(next).toBeNull();
  });

  it('writes an empty directory as one document too', async () => {
    const url = await answering({ body: { items: [], next: null } });
    const { stdout } = await rollcallHere(['employees', 'export', CONTOSO, '--json'], { url });
    expect(JSON.parse(stdout)).toEqual({ items: [], next: null });
  });

  it.each([
    ['--sort', 'phone'],
    ['--status', 'gone'],
    ['--limit', '0'],
  ])('refuses %s %s before it asks anybody, with exit code 2', async (option, value) => {
    const { code, stderr } = await rollcallHere(['employees', 'list', CONTOSO, option, value]);
    expect(stderr).toContain(option);
    expect(code).toBe(2);
  });
});
