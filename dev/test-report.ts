import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';

/** What tests/set-up/report-counts.ts writes at the end of a run. */
const testCounts = z.object({
  passed: z.number(),
  failed: z.number(),
  /** Files that failed without a failed test: they could not be loaded, or their set-up failed. */
  brokenFiles: z.number(),
  unhandledErrors: z.number(),
});
export type TestCounts = z.infer<typeof testCounts>;

export type TestReport = {
  readonly passed: number;
  readonly failed: number;
  /** Failures that are no test's, in words. */
  readonly besides: readonly string[];
};

/** Reads the report, once, and adds what only the exit code tells. */
export function readTestReport(file: string, exitCode: number): TestReport {
  const counts = testCounts.safeParse(readJson(file)).data;
  rmSync(file, { force: true });
  if (counts === undefined) return { passed: 0, failed: 0, besides: ['vitest ended before it could report'] };
  const { passed, failed, brokenFiles, unhandledErrors } = counts;
  const besides = [
    ...(brokenFiles > 0 ? [`${brokenFiles} test files could not be run`] : []),
    ...(unhandledErrors > 0 ? [`${unhandledErrors} errors outside of the tests`] : []),
  ];
  const unexplained = exitCode !== 0 && failed === 0 && besides.length === 0;
  return { passed, failed, besides: unexplained ? [`vitest ended with code ${exitCode}`] : besides };
}

/** The end of `npm test`: what failed besides the tests, if anything, and the plain line that closes it. */
export function closingLines({ passed, failed, besides }: TestReport): { lines: string[]; ok: boolean } {
  const all = failed + besides.length;
  const explained = besides.length === 0 ? [] : [`Failed besides the tests: ${besides.join(', ')}.`];
  return { lines: [...explained, `${passed} passed, ${all} failed`], ok: all === 0 };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // vitest did not come so far as to write it
  }
}
