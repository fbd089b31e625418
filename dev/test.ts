import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '../config.ts';
import { checkSources } from './check-sources.ts';
import { stopLeftovers } from './process-register.ts';
import { closingLines, readTestReport, type TestReport } from './test-report.ts';
import { runCommand } from './run-command.ts';
import { cloneFolder, currentEnvironment, type Environment } from './settings.ts';
import { removeDeadRuns, testsFolder } from './test-run-folder.ts';
import { trustAlso } from './trust-also.ts';

/**
 * `npm test`: everything that CI runs. Lint, types and format are checked while the tests run; servers are started by
 * the tests' own set-up (tests/set-up) when one asks for them.
 *
 *   npm test                         all but the long tests
 *   npm test -- --long               those as well
 *   npm test -- tests/sync -t word   a part of the tests and nothing else; everything after -- is vitest's
 */
const LONG_TESTS = 'tests/**/*.long.test.ts';

async function main(given: readonly string[]): Promise<number> {
  const args = given.filter((arg) => arg !== '--long');
  const long = given.includes('--long') || args.some((arg) => arg.includes('.long.'));
  const part = args.length > 0;
  await stopLeftovers();
  await removeDeadRuns();

  const checking = part ? Promise.resolve([]) : checkSources();
  const report = await runVitest([...args, ...(long ? [] : ['--exclude', LONG_TESTS])]);
  const checks = await checking;
  await stopLeftovers(); // what a vitest that crashed had started
  await removeDeadRuns();

  const failedChecks = checks.filter(({ ok }) => !ok);
  for (const { name, output } of failedChecks) console.log(`\n${name}:\n${output}`);
  if (part) console.log('\nA part of the tests: lint, types and format were not checked.');
  const besides = [...report.besides, ...failedChecks.map(({ name }) => name.toLowerCase())];
  const { lines, ok } = closingLines({ ...report, besides });
  console.log(`\n${lines.join('\n')}`);
  return ok ? 0 : 1;
}

/** Runs vitest in this terminal and reads what it reports. */
async function runVitest(args: readonly string[]): Promise<TestReport> {
  const folder = join(testsFolder, 'emulator');
  mkdirSync(folder, { recursive: true });
  const reportFile = join(testsFolder, `report-${process.pid}.json`);
  const child = spawn(
    process.execPath,
    [
      ...[join(cloneFolder, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--passWithNoTests=false'],
      ...['--reporter=default', '--reporter=./tests/set-up/report-counts.ts', ...args],
    ],
    { cwd: cloneFolder, env: await testEnvironment(folder, reportFile), stdio: 'inherit' },
  );
  // Ctrl-C reaches vitest through the terminal, and it stops its servers; we stay to say how it ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return readTestReport(reportFile, exitCode);
}

/** Tests see none of the settings that a developer's shell holds for a Rollcall of theirs. */
async function testEnvironment(emulatorFolder: string, reportFile: string): Promise<Environment> {
  const environment = currentEnvironment();
  for (const name of Object.keys(environment)) {
    const ofRollcall = VARIABLES.includes(name) || /^(ROLLCALL|EMULATOR|TEMPORAL)_/.test(name);
    if (ofRollcall && name !== 'TEMPORAL_CLI_PATH') delete environment[name];
  }
  const script = join(cloneFolder, 'tests', 'set-up', 'make-authority.ts');
  const caFile = (await runCommand(process.execPath, ['--import', 'tsx', script, emulatorFolder])).trim();
  return {
    ...environment,
    NODE_EXTRA_CA_CERTS: trustAlso(caFile, environment['NODE_EXTRA_CA_CERTS'], join(testsFolder, 'trusted.pem')),
    ROLLCALL_TEST_EMULATOR_FOLDER: emulatorFolder,
    ROLLCALL_TEST_REPORT: reportFile,
  };
}

process.exitCode = await main(process.argv.slice(2));
