import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cloneFolder, currentEnvironment } from '../../dev/settings.ts';
import { closingLines, readTestReport, type TestCounts } from '../../dev/test-report.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const folder = useTemporaryFolder();
const good: TestCounts = { passed: 7, failed: 0, brokenFiles: 0, unhandledErrors: 0 };
const reportFile = () => join(folder(), 'report.json');
function linesOf(counts: Partial<TestCounts> | string, exitCode = 0) {
  writeFileSync(reportFile(), typeof counts === 'string' ? counts : JSON.stringify({ ...good, ...counts }));
  return closingLines(readTestReport(reportFile(), exitCode));
}

describe('npm test closes with', () => {
  test.each<readonly [string, Partial<TestCounts> | string, number, readonly string[]]>([
    ['what passed', {}, 0, ['7 passed, 0 failed']],
    ['what failed', { failed: 2 }, 1, ['7 passed, 2 failed']],
    [
      'files that could not be run, as failures',
      { brokenFiles: 2 },
      1,
      ['Failed besides the tests: 2 test files could not be run.', '7 passed, 1 failed'],
    ],
    [
      'errors outside of the tests, as a failure',
      { failed: 1, unhandledErrors: 3 },
      1,
      ['Failed besides the tests: 3 errors outside of the tests.', '7 passed, 2 failed'],
    ],
    [
      'an exit code that nothing explains, as a failure',
      {},
      139,
      ['Failed besides the tests: vitest ended with code 139.', '7 passed, 1 failed'],
    ],
    [
      'a report that was not written, as a failure',
      '',
      1,
      ['Failed besides the tests: vitest ended before it could report.', '0 passed, 1 failed'],
    ],
  ])('%s', (_what, counts, exitCode, lines) => {
    const closing = linesOf(counts, exitCode);
    expect(closing.lines).toEqual(lines);
    expect(closing.ok).toBe(lines.at(-1)?.endsWith(' 0 failed') === true);
  });

  test('checks that failed beside the tests, each as a failure', () => {
    const besides = ['lint and types', 'format'];
    expect(closingLines({ passed: 7, failed: 0, besides })).toEqual({
      lines: ['Failed besides the tests: lint and types, format.', '7 passed, 2 failed'],
      ok: false,
    });
  });
});

test('a report is read once, so that an old one is never taken for a new one', () => {
  linesOf({});
  expect(existsSync(reportFile())).toBe(false);
});

test('vitest’s own report counts tests that fail, and files that cannot even be loaded', () => {
  symlinkSync(join(cloneFolder, 'node_modules'), join(folder(), 'node_modules'));
  const write = (name: string, code: string): void =>
    writeFileSync(join(folder(), `${name}.test.ts`), `import { beforeAll, describe, test } from 'vitest';\n${code}`);
  write('good', `test('one', () => undefined); test('two', () => undefined);`);
  write('bad', `test('one', () => undefined); test('two', () => { throw new Error('no'); });`);
  write('broken', `import './nowhere.ts'; test('never', () => undefined);`);
  write(
    'hook',
    `describe('a suite', () => { beforeAll(() => { throw new Error('no'); }); test('x', () => undefined); });`,
  );
  const vitest = join(cloneFolder, 'node_modules', 'vitest', 'vitest.mjs');
  const reporter = join(cloneFolder, 'tests', 'set-up', 'report-counts.ts');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--root', folder(), `--reporter=${reporter}`], {
    cwd: folder(),
    env: { ...currentEnvironment(), ROLLCALL_TEST_REPORT: reportFile() },
  });
  expect(status).toBe(1);
  const { lines, ok } = closingLines(readTestReport(reportFile(), status ?? 1));
  expect(ok).toBe(false);
  expect(lines).toEqual(['Failed besides the tests: 2 test files could not be run.', '3 passed, 2 failed']);
});
