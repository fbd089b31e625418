import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CannotStart } from '../../dev/cannot-start.ts';
import {
  type Program,
  ProgramFailed,
  type ProgramOptions,
  type RunningProgram,
  startProgram,
} from '../../dev/start-program.ts';
import { isRunning } from '../../dev/stop-process.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const folder = useTemporaryFolder();
const MARK = 'program-of-a-test';
const STAY = 'setInterval(() => {}, 1000);';
const DEAF = `process.on('SIGTERM', () => console.log('I heard you')); ${STAY}`;
const programs: RunningProgram[] = [];
afterEach(() => programs.splice(0).forEach((program) => program.kill()));

/** Runs JavaScript as a program that tells `ready <word>`. */
const start = (code: string, more: Partial<ProgramOptions<string>> = {}): Promise<Program<string>> =>
  startProgram({
    name: 'Example',
    file: process.execPath,
    args: ['-e', code, MARK],
    commandHolds: MARK,
    onSpawn: (program) => programs.push(program),
    readyWhen: (line) => /^ready (\w+)/.exec(line)?.[1],
    ...more,
  });
const ready = (word: string | number): string => `console.log('ready ${word}');`;
async function failureOf(work: Promise<unknown>): Promise<ProgramFailed> {
  const failure = await work.then(
    () => undefined,
    (err: unknown) => err,
  );
  if (failure instanceof ProgramFailed) return failure;
  throw new Error('It started.', { cause: failure });
}

describe('a program', () => {
  test('is ready when it says so, with what it tells, on either stream', async () => {
    expect((await start(`console.log('warming up'); ${ready('one')} ${STAY}`)).ready).toBe('one');
    expect((await start(`console.error('ready two'); ${STAY}`)).ready).toBe('two');
  });

  test('gets its environment and folder, and nothing of ours', async () => {
    const code = `console.log('ready ' + [process.env.WORD, process.cwd(), process.env.HOME].join('_').replaceAll(/\\W/g, '')); ${STAY}`;
    const { ready: told } = await start(code, { env: { WORD: 'word' }, cwd: folder() });
    expect(told).toBe(`word_${folder()}_`.replaceAll(/\W/g, ''));
  });

  test('that ends before it is ready fails with its code and last words, in plain text', async () => {
    const failure = await failureOf(start(`console.log('{"msg":"no disk"}'); console.error('bye'); process.exit(3)`));
    expect(failure).toBeInstanceOf(CannotStart);
    expect(failure.message).toContain('Example ended with code 3 before it was ready.\n');
    expect(failure.message).toContain('\n  no disk');
    expect(failure.message).toContain('\n  bye');
  });

  test('of many words is told by its last ones', async () => {
    const failure = await failureOf(start(`for (let i = 1; i <= 100; i++) console.log('line ' + i); process.exit(1)`));
    expect(failure.lines).toEqual(Array.from({ length: 12 }, (_, index) => `line ${89 + index}`));
  });

  test('that is not there fails with what was looked for', async () => {
    const failure = await failureOf(start('', { file: join(folder(), 'nowhere') }));
    expect(failure.message).toMatch(/^Example could not be run: .*nowhere/);
  });

  test('that says nothing in time fails, and is stopped', async () => {
    const failure = await failureOf(start(STAY, { readyTimeoutMs: 300 }));
    expect(failure.message).toBe('Example was not ready after 0.3 s.');
    expect(programs.map((program) => program.hasEnded())).toEqual([true]);
  });

  test('has its words kept in a file for us alone, those of the start before beside it', async () => {
    const logFile = join(folder(), 'logs', 'example.log');
    for (const word of ['first', 'second']) await (await start(`${ready(word)} ${STAY}`, { logFile })).stop();
    await vi.waitFor(() => expect(readFileSync(logFile, 'utf8')).toBe('ready second\n'), { timeout: 30_000 });
    expect(readFileSync(logFile.replace('.log', '.previous.log'), 'utf8')).toBe('ready first\n');
    expect((statSync(logFile).mode & 0o777).toString(8)).toBe('600');
  });
});

describe('a program is stopped', () => {
  test('by its own signal, waited for, and twice is harmless', async () => {
    const file = join(folder(), 'stopped');
    const code = `process.on('SIGINT', () => { require('fs').writeFileSync('${file}', ''); process.exit(0) }); ${ready('x')} ${STAY}`;
    const program = await start(code, { stopSignal: 'SIGINT' });
    await Promise.all([program.stop(), program.stop()]);
    expect([existsSync(file), program.hasEnded(), await program.ended]).toEqual([true, true, 'ended with code 0']);
    await program.stop();
  });

  test('by force when it does not listen, with everything that it has started', async () => {
    const code = `const { pid } = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(DEAF)}, '${MARK}'], { stdio: 'inherit' });
      process.on('SIGTERM', () => undefined); console.log('ready ' + pid); ${STAY}`;
    const program = await start(code, { stopTimeoutMs: 200 });
    const grandchild = { pid: Number(program.ready), commandHolds: MARK };
    await vi.waitFor(async () => expect(await isRunning(grandchild)).toBe(true), { timeout: 30_000 });
    await program.stop();
    expect(await program.ended).toBe('was ended by SIGKILL');
    await vi.waitFor(async () => expect(await isRunning(grandchild)).toBe(false), { timeout: 30_000 });
  });

  test('at once, when it is killed', async () => {
    const program = await start(`${ready('x')} ${DEAF}`);
    program.kill();
    expect(await program.ended).toBe('was ended by SIGKILL');
    program.kill();
  });

  test('in the middle of its start', async () => {
    const starting = start(STAY, { onSpawn: (program) => void program.stop() });
    expect((await failureOf(starting)).message).toBe('Example was ended by SIGTERM before it was ready.');
  });
});
