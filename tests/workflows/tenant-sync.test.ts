import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAILURES } from '../../sync/failure.ts';
import type { RunId } from '../../sync/ids.ts';
import { failing } from './failing.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Part, Stage } from './stage.ts';
import { summariesOf } from './summaries-of.ts';
import { until } from './until.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

const dueAtOnce: Part = { scheduleNextRun: async () => ({ nextSyncAt: Date.now() }) };

describe('Sync Now', () => {
  test('starts the run of a sleeping tenant at once', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.asleep(); // for hours, if nobody asks
    await tenant.syncNow();
    await tenant.called('syncPages', 2);
  });

  test('pressed five times during a run makes exactly one more run, which answers all five', async () => {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.pass();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.syncNow('first');
    await page.reached;
    for (const id of ['one', 'two', 'three', 'four', 'five']) await tenant.syncNow(id);
    expect(await tenant.status()).toMatchObject({ running: `sync-run/${tenant.id}/1`, pending: 'manual' });
    page.open();
    await tenant.ended(2);
    await tenant.asleep();
    expect(tenant.inputsOf('openRun').map(({ requestIds }) => requestIds)).toEqual([
      ['first'],
      ['one', 'two', 'three', 'four', 'five'],
    ]);
    const { pending, nextSyncAt } = await tenant.status();
    expect(pending).toBeUndefined();
    expect(nextSyncAt).toBeGreaterThan(Date.now());
  });

  test('that is delivered twice counts once, during its run and after it', async () => {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.pass();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    const requestId = randomUUID();
    await tenant.syncNow(requestId);
    await page.reached;
    await tenant.syncNow(requestId);
    expect((await tenant.status()).pending).toBeUndefined();
    page.open();
    await tenant.ended(1);
    await tenant.syncNow(requestId);
    await tenant.asleep();
    expect(tenant.inputsOf('openRun')).toHaveLength(1);
  });

  test('asks for a full run as soon as one of many requests did', async () => {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.pass();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.syncNow();
    await page.reached;
    await tenant.send({ kind: 'syncNow', requestId: randomUUID(), trigger: 'settings', full: true });
    await tenant.send({ kind: 'syncNow', requestId: randomUUID(), trigger: 'manual', full: false });
    page.open();
    await tenant.ended(2);
    expect(tenant.inputsOf('openRun')[1]).toMatchObject({ full: true, trigger: 'settings' });
  });

  test('sent by hand without arguments makes a run with a request id of its own', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.handle.signal('syncNow');
    await tenant.ended(2);
    expect(tenant.inputsOf('openRun')[1]).toEqual({
      tenantId: tenant.id,
      trigger: 'manual',
      full: false,
      requestIds: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
    });
  });
});

describe.concurrent('a tenant', () => {
  test('is synced by itself when its time has come, again and again', async () => {
    const tenant = stage.tenant({ scheduleNextRun: async () => ({ nextSyncAt: Date.now() + 50 }) });
    await tenant.syncNow();
    await tenant.called('scheduleNextRun', 3);
    const [, second, third] = tenant.inputsOf('openRun');
    for (const run of [second, third]) expect(run).toMatchObject({ trigger: 'schedule', full: false, requestIds: [] });
  });

  test('started by hand with nothing but its id is synced at once', async () => {
    const tenant = stage.tenant();
    await stage.client.workflow.start('tenantSync', {
      workflowId: tenant.handle.workflowId,
      taskQueue: stage.taskQueue,
      args: [{ tenantId: tenant.id }],
    });
    await tenant.ended(1);
    expect(tenant.inputsOf('openRun')[0]).toMatchObject({ trigger: 'schedule', requestIds: [] });
  });

  test('that is started twice is one tenant', async () => {
    const tenant = stage.tenant();
    expect(await stage.sync.start(tenant.id)).toBe('started');
    expect(await stage.sync.start(tenant.id)).toBe('started');
    await tenant.asleep();
    expect(tenant.inputsOf('openRun')).toHaveLength(1);
  });

  test('that was terminated heals by the next message', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.handle.terminate('by an operator');
    expect(await tenant.syncNow('again')).toBe('sent');
    await tenant.ended(2);
    expect(tenant.inputsOf('openRun')[1]?.requestIds).toEqual(['again']);
  });

  test('that was cancelled, because it was unlinked, ends Cancelled with its run, and can be started again', async () => {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.passOrBeCancelled();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.syncNow();
    await page.reached;
    await tenant.handle.cancel();
    await tenant.isNow(tenant.handle, 'CANCELLED');
    await tenant.isNow(tenant.run(1), 'CANCELLED');
    expect(tenant.inputsOf('closeRun')).toEqual([{ tenantId: tenant.id, runId: '1', outcome: 'cancelled' }]);
    page.open();
    expect(await stage.sync.start(tenant.id)).toBe('started');
    await tenant.ended(1);
  });

  // prettier-ignore
  test.each<['tenantNotThere' | 'tenantNotLinked' | 'tenantNotActivated']>([
    ['tenantNotThere'],
    ['tenantNotLinked'],
    ['tenantNotActivated'],
  ])('that may not run (%s) fails at once with a cause that a person can read, and heals by the next message', async (code) => {
    const mayRun = { now: false };
    const tenant = stage.tenant({
      openRun: async ({ trigger }) => {
        if (!mayRun.now) throw failing(code);
        return { answer: 'opened', runId: '1' as RunId, kind: 'full', trigger, heartbeatMs: 2_000 }; // a run's number
      },
    });
    await tenant.syncNow();
    const error = await tenant.handle.result().catch((err: unknown) => err);
    expect(error).toBeInstanceOf(WorkflowFailedError);
    expect((error as WorkflowFailedError).cause).toBeInstanceOf(ApplicationFailure);
    expect((error as WorkflowFailedError).cause).toMatchObject({ type: code, message: FAILURES[code].message });
    mayRun.now = true;
    expect(await tenant.syncNow()).toBe('sent');
    await tenant.ended(1);
  });

  test('outlives an outage of the database', async () => {
    const attempts = { left: 2 };
    const tenant = stage.tenant({
      scheduleNextRun: async () => {
        if (attempts.left-- > 0) throw failing('databaseUnavailable', { nonRetryable: false, nextRetryDelay: 20 });
        return { nextSyncAt: Date.now() + 3_600_000 };
      },
    });
    await tenant.syncNow();
    await tenant.called('scheduleNextRun', 3);
    expect((await tenant.status()).failures).toBe(0);
  });
});

describe.concurrent('a failed run', () => {
  test('is a Failed row whose cause is our sentence, and whose type is the code', async () => {
    const tenant = stage.tenant({
      syncPages: async () => {
        throw failing('consentWithdrawn', { details: ['a-request-id'] });
      },
    });
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.isNow(tenant.run(1), 'FAILED');
    const error = await tenant
      .run(1)
      .result()
      .catch((err: unknown) => err);
    expect((error as WorkflowFailedError).cause).toBeInstanceOf(ApplicationFailure);
    expect((error as WorkflowFailedError).cause).toMatchObject({
      type: 'consentWithdrawn',
      message: FAILURES.consentWithdrawn.message,
    });
    expect(tenant.inputsOf('closeRun')).toEqual([
      { tenantId: tenant.id, runId: '1', outcome: 'failed', code: 'consentWithdrawn', detail: 'a-request-id' },
    ]);
  });

  test('makes the tenant wait by the number of failures in a row, and a good run makes it forget them', async () => {
    const fails = { now: true };
    const tenant = stage.tenant({
      syncPages: async () => {
        if (fails.now) throw failing('permissionMissing');
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    for (const run of [1, 2]) {
      await tenant.syncNow();
      await tenant.ended(run);
    }
    expect((await tenant.status()).failures).toBe(2);
    fails.now = false;
    await tenant.syncNow();
    await tenant.ended(3);
    expect(tenant.inputsOf('scheduleNextRun')).toEqual([
      { tenantId: tenant.id, runId: '1', failures: 1, outcome: 'permissionMissing' },
      { tenantId: tenant.id, runId: '2', failures: 2, outcome: 'permissionMissing' },
      { tenantId: tenant.id, runId: '3', failures: 0, outcome: 'succeeded' },
    ]);
  });

  test('that was terminated in the Temporal UI is told as ended from outside', async () => {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.passOrBeCancelled();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.syncNow();
    await page.reached;
    await tenant.run(1).terminate('by an operator');
    await tenant.ended(1);
    page.open();
    expect(tenant.inputsOf('scheduleNextRun')).toEqual([
      { tenantId: tenant.id, runId: '1', failures: 1, outcome: 'workflowEnded' },
    ]);
    expect(tenant.namesOfCalls()).not.toContain('closeRun');
  });

  test('that an operator cancelled is no failure, and is not run again by itself', async () => {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.passOrBeCancelled();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.syncNow();
    await page.reached;
    await tenant.run(1).cancel();
    await tenant.asleep();
    expect(tenant.inputsOf('scheduleNextRun')).toEqual([
      { tenantId: tenant.id, runId: '1', failures: 0, outcome: 'cancelled' },
    ]);
    expect(await tenant.status()).toMatchObject({ paused: false, failures: 0 });
    expect(tenant.inputsOf('openRun')).toHaveLength(1);
  });
});

describe.concurrent('when its history is begun anew', () => {
  /** Waits until the tenant’s history was begun anew so often, and returns the id of the newest one. */
  const begunAnewAfter = (tenant: ReturnType<Stage['tenant']>, first: string) =>
    until('the history is begun anew', async () => {
      const { runId } = await tenant.handle.describe();
      return runId !== first && runId;
    });

  test('a tenant loses no request that waits or comes meanwhile', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow('r0');
    const { runId: first } = await tenant.handle.describe();
    const sent = ['r0'];
    for (let n = 1; n <= 45; n++) {
      sent.push(`r${n}`);
      await tenant.syncNow(`r${n}`);
    }
    await begunAnewAfter(tenant, first);
    const answered = () => tenant.inputsOf('openRun').flatMap(({ requestIds }) => requestIds);
    await until('all requests are answered', () => answered().length >= sent.length);
    expect(answered()).toEqual(sent);
    const { status: ended } = await stage.client.workflow.getHandle(tenant.handle.workflowId, first).describe();
    expect(ended.name).toBe('CONTINUED_AS_NEW');
  });

  test('a tenant still knows its failures, its requests seen, its time and that it is paused', async () => {
    const tenant = stage.tenant({
      ...dueAtOnce,
      syncPages: async () => {
        throw failing('graphUnavailable');
      },
    });
    await tenant.syncNow('seen');
    const { runId: first } = await tenant.handle.describe();
    await begunAnewAfter(tenant, first);
    await tenant.called('scheduleNextRun', 6);
    await tenant.send({ kind: 'pause' });
    await until('it is paused', async () => (await tenant.status()).running === undefined);
    const inARow = tenant.inputsOf('scheduleNextRun').map(({ failures }) => failures);
    expect(inARow.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(inARow.toSorted((a, b) => a - b)).toEqual(inARow);
    await tenant.syncNow('seen');
    expect((await tenant.status()).paused).toBe(true);
    const runs = inARow.length;
    await tenant.send({ kind: 'resume' });
    await tenant.called('scheduleNextRun', runs + 1);
    expect(tenant.inputsOf('openRun').filter(({ requestIds }) => requestIds.includes('seen'))).toHaveLength(1);
  });

  test('a run goes on with the chunk after the last one, and its row keeps tenant and trigger', async () => {
    const chunks = { done: 0 };
    const tenant = stage.tenant({
      syncPages: async () => {
        chunks.done++;
        return { next: chunks.done === 12 ? 'done' : 'more', read: chunks.done * 1_000, expected: 12_000 };
      },
    });
    await tenant.syncNow();
    await tenant.called('syncPages');
    const { runId: first } = await tenant.run(1).describe();
    await tenant.ended(1);
    const last = await tenant.isNow(tenant.run(1), 'COMPLETED');
    expect(last.runId).not.toBe(first);
    expect(tenant.inputsOf('syncPages')).toHaveLength(12);
    expect(tenant.inputsOf('closeRun')).toHaveLength(1);
    expect((await summariesOf(tenant.run(1))).at(-1)).toBe('people, part 12');
    expect(last.searchAttributes).toMatchObject({ TenantId: [tenant.id], SyncTrigger: ['manual'] });
  });
});
