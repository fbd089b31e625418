import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { TestCounts } from '../../dev/test-report.ts';

/** Tells dev/test.ts how many tests passed and failed, in the file that it names. */
export default class ReportCounts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const having = (state: string): number => tests.filter((test) => test.result().state === state).length;
    // A file or a hook of a suite that failed may have left no test to fail.
    const brokenFiles = modules.filter(
      (module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length,
    ).length;
    const counts: TestCounts = {
      passed: having('passed'),
      failed: having('failed'),
      brokenFiles,
      unhandledErrors: unhandledErrors.length,
    };
    writeFileSync(process.env['ROLLCALL_TEST_REPORT'] ?? '', JSON.stringify(counts));
  }
}
