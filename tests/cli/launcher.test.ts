import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDINGS, EXIT_CODES } from '../../cli/exit-codes.ts';
import { launcher, rollcall, start } from './rollcall.ts';
import { startFakeRollcall } from './fake-rollcall.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rollcall-launcher-'))));
afterAll(() => rm(folder, { recursive: true }));

describe('the command', () => {
  it('runs in a folder whose own tsconfig.json and package.json are broken', async () => {
    await writeFile(join(folder, 'tsconfig.json'), '{ broken');
    await writeFile(join(folder, 'package.json'), '{ broken');
    const { code, stdout, stderr } = await rollcall(['--version'], { cwd: folder });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });

  it('says how to install it where that was not done', async () => {
    const bare = join(folder, 'bare', 'cli', 'bin.js');
    await cp(launcher, bare);
    await writeFile(join(folder, 'bare', 'package.json'), '{"type":"module"}');
    const { code, stderr } = await rollcall(['tenants', 'list'], { command: bare });
    expect(stderr).toContain('Rollcall is not installed yet. Run `npm ci` in ');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends on %s with %d, leaving no process behind', async (signal, exitCode) => {
    const fake = await startFakeRollcall({ '*': () => () => undefined }); // never answers
    const command = start(['tenants', 'list', '--json'], { url: fake.url });
    await expect.poll(() => fake.asked.length).toBe(1);
    command.process.kill(signal);
    expect((await command.ended).code).toBe(exitCode); // 'close' comes when the last holder of its pipes is gone
    await fake.stop();
  });

  it('says what there is when nothing is asked, with exit code 2', async () => {
    const { code, stderr } = await rollcall([]);
    expect(stderr).toContain('tenants');
    expect(code).toBe(2);
  });

  it('names the nearest command for one that it does not know, with exit code 2', async () => {
    const { code, stderr, stdout } = await rollcall(['tenant', 'list', '--json']);
    expect(stderr).toContain('Did you mean tenants?');
    expect(JSON.parse(stdout).error.code).toBe('usage');
    expect(code).toBe(2);
  });

  it('lists every exit code in --help and in docs/cli.md', async () => {
    const { code, stdout } = await rollcall(['--help']);
    const page = await readFile(new URL('../../docs/cli.md', import.meta.url), 'utf8');
    for (const ending of Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[]) {
      expect(stdout).toContain(`${String(EXIT_CODES[ending]).padStart(5)}  ${ENDINGS[ending]}\n`);
      expect(page).toContain(`| ${EXIT_CODES[ending]} | ${ENDINGS[ending]} |`);
    }
    expect(code).toBe(0);
  });
});
