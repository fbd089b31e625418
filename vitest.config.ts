import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/set-up/longest-first.ts';

/** `npm test` (dev/test.ts) starts vitest with what the tests need; started by hand it lacks their authority. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    // Processes, not threads: Temporal's native part and NODE_EXTRA_CA_CERTS belong to a process.
    pool: 'forks',
    maxWorkers: 3,
    // Tests hand in what they need and change nothing that others see, so a process serves one file after the other.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['tests/set-up/global-setup.ts'],
    // Real servers on a small machine that does other things as well: late is not wrong.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    slowTestThreshold: 5_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
