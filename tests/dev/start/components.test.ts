import { describe, expect, test } from 'vitest';
import { createComponents } from '../../../dev/start/components.ts';
import { ProgramFailed, type RunningProgram } from '../../../dev/start-program.ts';

/** A program that does as it is told, and notes when. */
function programOf(name: string, told: string[]): RunningProgram & { readonly die: (how: string) => void } {
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  let over = false;
  const end = (how: string): void => {
    over = true;
    resolve(how);
  };
  return {
    name,
    pid: undefined,
    ended,
    hasEnded: () => over,
    lastLines: () => ['{"msg":"the disk is full"}'],
    async stop() {
      if (over) return;
      told.push(name);
      end('ended with code 0');
    },
    kill: () => void told.push(`${name} killed`),
    die: end,
  };
}

describe('what was started is stopped', () => {
  test('in order, whatever the order of the start, with a line each', async () => {
    const [told, said]: [string[], string[]] = [[], []];
    const components = createComponents();
    for (const name of ['PostgreSQL', 'API', 'Temporal', 'Worker', 'Emulator']) components.add(programOf(name, told));
    await components.stopAll((line) => said.push(line));
    expect(told).toEqual(['API', 'Worker', 'Emulator', 'Temporal', 'PostgreSQL']);
    expect(said).toEqual(told.map((name) => `  stopped   ${name}`));
  });

  test('once, however often it is asked', async () => {
    const told: string[] = [];
    const components = createComponents();
    components.add(programOf('API', told));
    await components.stopAll(() => undefined);
    await components.stopAll(() => undefined);
    expect(told).toEqual(['API']);
  });

  test('also what is added while it is being stopped: a start can be broken off in the middle', async () => {
    const told: string[] = [];
    const components = createComponents();
    const stopping = components.stopAll(() => undefined);
    components.add(programOf('Worker', told));
    await stopping;
    expect(told).toEqual(['Worker']);
  });

  test('at once and with no care, when it is killed', () => {
    const told: string[] = [];
    const components = createComponents();
    components.add(programOf('API', told));
    components.killAll();
    expect(told).toEqual(['API killed']);
  });
});

describe('one that dies', () => {
  test('is told with how, and with its last words in plain text', async () => {
    const components = createComponents();
    const worker = programOf('Worker', []);
    components.add(worker);
    worker.die('ended with code 1');
    const failure = await components.untilOneDies.catch((err: unknown) => err);
    expect(failure).toBeInstanceOf(ProgramFailed);
    expect(String(failure)).toContain('Worker ended with code 1.\n  the disk is full');
  });

  test('because it was stopped is no news', async () => {
    const components = createComponents();
    components.add(programOf('Worker', []));
    await components.stopAll(() => undefined);
    const outcome = await Promise.race([components.untilOneDies.catch(() => 'died'), Promise.resolve('quiet')]);
    expect(outcome).toBe('quiet');
  });
});
