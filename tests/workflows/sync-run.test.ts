import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAILURES } from '../../sync/failure.ts';
import type { RunId } from '../../sync/ids.ts';
import type { Vanished } from '../../activities/find-vanished.ts';
import { syncRunId } from '../../temporal/contract.ts';
import { failing } from './failing.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Part, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

/** The steps of a run between its opening and the scheduling of the next. */
const steps = async (part: Part): Promise<readonly string[]> => {
  const tenant = stage.tenant(part);
  await tenant.syncNow();
  await tenant.ended(1);
  expect(tenant.namesOfCalls().at(0)).toBe('openRun');
  expect(tenant.namesOfCalls().at(-1)).toBe('scheduleNextRun');
  return tenant.namesOfCalls().slice(1, -1);
};

const found = (vanished: Partial<Vanished>): Part => ({
  findVanished: async () => ({ toProve: 0, cleanUpNeeded: false, unsettled: false, eraseDue: false, ...vanished }),
});
const inTurn = <T>(...answers: readonly [T, ...T[]]): (() => Promise<T>) => {
  let next = 0;
  return async () => answers[Math.min(next++, answers.length - 1)] as T; // within the list, which is not empty
};

describe.concurrent('a run', () => {
  // prettier-ignore
  test.each<[string, Part, string]>([
    // guarantee                                               what is found                                                                                                                                     steps
    ['without changes is three steps',                         found({}),                                                                                                                                        'syncPages findVanished closeRun'],
    ['settles addresses that changed hands',                   found({ unsettled: true }),                                                                                                                       'syncPages findVanished settle closeRun'],
    ['cleans up, then settles, since removals free addresses', found({ cleanUpNeeded: true }),                                                                                                                   'syncPages findVanished cleanUp settle closeRun'],
    ['proves absence before it cleans up',                     found({ toProve: 3, cleanUpNeeded: true }),                                                                                                       'syncPages findVanished proveGone cleanUp settle closeRun'],
    ['erases last of all whose time is over',                  found({ unsettled: true, eraseDue: true }),                                                                                                       'syncPages findVanished settle eraseRemoved closeRun'],
    ['erases whom its own clean-up removed',                   { ...found({ cleanUpNeeded: true }), cleanUp: async () => ({ next: 'done', eraseDue: true }) },                                                   'syncPages findVanished cleanUp settle eraseRemoved closeRun'],
    ['asks after a clean-up who is to be erased, not before',  found({ cleanUpNeeded: true, eraseDue: true }),                                                                                                   'syncPages findVanished cleanUp settle closeRun'],
    ['erases batch by batch to the end',                       { ...found({ eraseDue: true }), eraseRemoved: inTurn({ next: 'more' }, { next: 'more' }, { next: 'done' }) },                                     'syncPages findVanished eraseRemoved eraseRemoved eraseRemoved closeRun'],
    ['reads chunk by chunk to the end',                        { syncPages: inTurn({ next: 'more', read: 1, expected: 9 }, { next: 'more', read: 2, expected: null }, { next: 'done', read: 3, expected: 9 }) }, 'syncPages syncPages syncPages findVanished closeRun'],
    ['proves part by part to the end',                         { ...found({ toProve: 60, cleanUpNeeded: true }), proveGone: inTurn({ next: 'more' }, { next: 'more' }, { next: 'done' }) },                      'syncPages findVanished proveGone proveGone proveGone cleanUp settle closeRun'],
  ])('%s', async (_guarantee, part, expected) => {
    expect((await steps(part)).join(' ')).toBe(expected);
  });

  test('whose clean-up waits for a person ends well, as held', async () => {
    const tenant = stage.tenant({
      ...found({ cleanUpNeeded: true }),
      cleanUp: async () => ({ next: 'held', eraseDue: false }),
    });
    await tenant.syncNow();
    await tenant.ended(1);
    expect(tenant.inputsOf('closeRun')).toEqual([{ tenantId: tenant.id, runId: '1', outcome: 'held' }]);
    expect(tenant.inputsOf('scheduleNextRun')).toEqual([
      { tenantId: tenant.id, runId: '1', failures: 0, outcome: 'held' },
    ]);
    expect(await tenant.run(1).result()).toEqual({ outcome: 'held' });
  });

  test('that failed reads as its own failure, even where it could not be closed', async () => {
    const tenant = stage.tenant({
      syncPages: async () => {
        throw failing('directoryGone');
      },
      closeRun: async () => {
        throw failing('databaseUnavailable');
      },
    });
    await tenant.syncNow();
    await tenant.ended(1);
    expect(tenant.inputsOf('scheduleNextRun')).toEqual([
      { tenantId: tenant.id, runId: '1', failures: 1, outcome: 'directoryGone' },
    ]);
  });

  test('that Microsoft asks to wait waits as long as it was told, and goes on', async () => {
    const asked = { toWait: true };
    const tenant = stage.tenant({
      syncPages: async () => {
        if (asked.toWait) {
          asked.toWait = false;
          throw failing('graphThrottled', { nonRetryable: false, nextRetryDelay: 700 });
        }
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.syncNow();
    await tenant.ended(1);
    const [first, second] = tenant.calls.filter(({ name }) => name === 'syncPages').map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(690);
    expect((second ?? 0) - (first ?? 0)).toBeLessThan(4_500); // the first back-off, had nobody named a time
    expect(tenant.inputsOf('closeRun')).toEqual([{ tenantId: tenant.id, runId: '1', outcome: 'succeeded' }]);
  });

  test('does not try again what only a person can cure', async () => {
    const tenant = stage.tenant({
      syncPages: async () => {
        throw failing('consentMissing');
      },
    });
    await tenant.syncNow();
    await tenant.ended(1);
    expect(tenant.inputsOf('syncPages')).toHaveLength(1);
  });

  test('tries to close itself again after an outage, and keeps its first cause', async () => {
    const attempts = { left: 1 };
    const tenant = stage.tenant({
      findVanished: async () => {
        throw failing('listingIncomplete');
      },
      closeRun: async () => {
        if (attempts.left-- > 0) throw failing('databaseUnavailable', { nonRetryable: false, nextRetryDelay: 20 });
      },
    });
    await tenant.syncNow();
    await tenant.ended(1);
    expect(tenant.inputsOf('closeRun').at(-1)).toMatchObject({ outcome: 'failed', code: 'listingIncomplete' });
    expect(tenant.inputsOf('scheduleNextRun')).toMatchObject([{ outcome: 'listingIncomplete' }]);
  });

  test('that meets a bug of ours fails instead of sticking, and reads as our sentence', async () => {
    const tenant = stage.tenant({
      // an answer that no version of ours gives
      findVanished: async () => undefined as unknown as Vanished,
    });
    await tenant.syncNow();
    await tenant.ended(1);
    expect(tenant.inputsOf('closeRun')).toEqual([
      { tenantId: tenant.id, runId: '1', outcome: 'failed', code: 'unknown' },
    ]);
    expect(tenant.inputsOf('scheduleNextRun')).toMatchObject([{ failures: 1, outcome: 'unknown' }]);
    await expect(tenant.run(1).result()).rejects.toMatchObject({
      cause: { type: 'unknown', message: FAILURES.unknown.message },
    });
  });

  test('started by hand with nothing fails instead of sticking', async () => {
    const workflowId = `sync-run/${randomUUID()}/1`;
    const run = await stage.client.workflow.start('syncRun', { workflowId, taskQueue: stage.taskQueue, args: [] });
    await expect(run.result()).rejects.toBeInstanceOf(WorkflowFailedError);
  });

  test('that was stopped, but not paused after all, goes on where it stood', async () => {
    const tenant = stage.tenant({
      syncPages: inTurn({ next: 'stopped', read: 1, expected: 3 }, { next: 'done', read: 3, expected: 3 }),
    });
    await tenant.syncNow();
    await tenant.called('syncPages', 1);
    await stage.client.workflow.getHandle(syncRunId(tenant.id, '1' as RunId)).result(); // the first run's number
    expect(tenant.inputsOf('syncPages')).toHaveLength(2);
    expect(tenant.inputsOf('closeRun')).toMatchObject([{ outcome: 'succeeded' }]);
  });
});
