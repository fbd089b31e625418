import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestTemporal, testTemporal } from '../set-up/test-temporal.ts';
import { workflowBundle } from '../set-up/workflow-bundle.ts';
import { createWorkers, type Workers } from '../../worker/create-workers.ts';
import type { Activities } from '../../activities/create-activities.ts';

let temporal: TestTemporal;
let bundle: { readonly codePath: string };
beforeAll(async () => {
  [temporal, bundle] = await Promise.all([testTemporal(), workflowBundle()]);
});
const running: Promise<void>[] = [];
afterAll(() => Promise.all(running));

/** Activities that nobody calls. */
const none = { nothing: async () => undefined } as unknown as Activities;

async function start(): Promise<{ readonly workers: Workers; readonly ended: Promise<void>; readonly queue: string }> {
  const { nativeConnection: connection, namespace } = temporal;
  const queue = `test-${randomUUID()}-sync`;
  const options = { connection, namespace, workflowBundle: bundle, taskQueue: queue, maxActivities: 5 };
  const workers = await createWorkers({ ...options, activities: none });
  const ended = workers.run();
  running.push(ended);
  return { workers, ended, queue };
}

describe('the two workers of a process', () => {
  test('end together, without an error, when they are told to', async () => {
    const { workers, ended } = await start();
    workers.shutdown();
    await expect(ended).resolves.toBeUndefined();
  });

  test('may be told twice', async () => {
    const { workers, ended } = await start();
    workers.shutdown();
    workers.shutdown();
    await expect(ended).resolves.toBeUndefined();
    workers.shutdown();
  });
});
