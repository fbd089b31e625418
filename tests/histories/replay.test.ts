import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { describe, expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { workflowBundle } from '../set-up/workflow-bundle.ts';
import { bundleWithSwap } from './bundle-with-change.ts';

const FOLDER = import.meta.dirname;
const VERSIONS = readdirSync(FOLDER, { withFileTypes: true }).flatMap((each) =>
  each.isDirectory() ? [each.name] : [],
);
const RECORDED = VERSIONS.flatMap((version) =>
  readdirSync(join(FOLDER, version)).map((file) => ({
    version,
    name: file.replace('.json', ''),
    path: join(version, file),
  })),
);
const textOf = (path: string): string => readFileSync(join(FOLDER, path), 'utf8');
const historyOf = (path: string): unknown => JSON.parse(textOf(path));

describe('a workflow that began with', () => {
  test.each(RECORDED)('$version goes on with this code: $name', async ({ path }) => {
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, historyOf(path));
  });
});

describe('the replay notices', () => {
  // prettier-ignore
  test.each<[string, string, string, string, string]>([
    // what                                      file                        history               one                      other
    ['that a run settles before it cleans up',   'workflows/sync-run.ts',    'sync-run-approved',  'database.cleanUp(ids)', 'database.settle(ids)'],
    ['that a run erases before it settles',      'workflows/sync-run.ts',    'sync-run-approved',  'database.settle(ids)',  'database.eraseRemoved(ids)'],
    ['that a preview cleans up',                 'workflows/sync-run.ts',    'sync-run-preview',   'database.completePreview(', 'database.cleanUp('],
    ['that a tenant erases before it schedules', 'workflows/tenant-sync.ts', 'tenant-sync-asleep', 'steady.eraseTenant(',   'steady.scheduleNextRun('],
  ])('%s', async (_what, file, history, one, other) => {
    const changed = await bundleWithSwap(file, one, other);
    const replay = Worker.runReplayHistory({ workflowBundle: changed }, historyOf(join(NEWEST, `${history}.json`)));
    await expect(replay).rejects.toThrow(DeterminismViolationError);
  });
});

const NEWEST = packageFile.version;

describe('the recorded histories', () => {
  test('hold every version from this one back', () => {
    expect(VERSIONS).toContain(NEWEST);
  });

  test('hold every shape of both workflows', () => {
    expect(RECORDED.filter(({ version }) => version === NEWEST).map(({ name }) => name)).toEqual([
      'sync-run-approved',
      'sync-run-failed',
      'sync-run-held',
      'sync-run-paused',
      'sync-run-preview',
      'sync-run-without-changes',
      'tenant-sync-asleep',
      'tenant-sync-continued-as-new',
      'tenant-sync-continued',
      'tenant-sync-off-boarded',
    ]);
  });

  // With two copies of protobufjs installed it cannot: hence our own dependency on it, at the SDK's version.
  test.each(RECORDED)('can be read from JSON: $path', ({ path }) => {
    expect(historyFromJSON(historyOf(path)).events?.length).toBeGreaterThan(5);
  });

  // A history without the SDK's marks is replayed without most of its checks: it would pass with any code.
  test.each(RECORDED)('carry the marks by which a replay is checked: $path', ({ path }) => {
    expect(textOf(path)).toMatch(/"(coreUsedFlags|langUsedFlags)":\s*\[\s*\d/);
  });

  test.each(RECORDED)('tell nothing of the machine they were recorded on: $path', ({ path }) => {
    expect(textOf(path)).not.toMatch(/\d@|\/(home|Users|work|root|tmp)\//);
  });
});
