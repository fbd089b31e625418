import { afterAll, beforeAll, expect, test } from 'vitest';
import { failing } from './failing.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

test('off-boarding during a run stops it, waits for its end, erases the tenant batch by batch and ends Completed', async () => {
  const page = stage.gate();
  const batches = { left: 3 };
  const tenant = stage.tenant({
    syncPages: async () => {
      await page.passOrBeCancelled();
      return { next: 'done', read: 3, expected: 3 };
    },
    eraseTenant: async () => ({ next: --batches.left > 0 ? 'more' : 'done' }),
  });
  await tenant.syncNow();
  await page.reached;
  await tenant.send({ kind: 'offboard' });
  await tenant.isNow(tenant.handle, 'COMPLETED');
  expect(tenant.namesOfCalls()).toEqual([
    'openRun',
    'syncPages',
    'closeRun',
    'eraseTenant',
    'eraseTenant',
    'eraseTenant',
  ]);
  expect(tenant.inputsOf('closeRun')).toEqual([{ tenantId: tenant.id, runId: '1', outcome: 'cancelled' }]);
});

test('a tenant that was off-boarded is not raised again by any message', async () => {
  const tenant = stage.tenant();
  await tenant.syncNow();
  await tenant.ended(1);
  await tenant.send({ kind: 'offboard' });
  await tenant.isNow(tenant.handle, 'COMPLETED');
  const calls = tenant.calls.length;
  expect(await tenant.syncNow()).toBe('offboarded');
  expect(await tenant.send({ kind: 'resume' })).toBe('offboarded');
  expect(await stage.sync.start(tenant.id)).toBe('offboarded');
  expect((await tenant.handle.describe()).status.name).toBe('COMPLETED');
  expect(tenant.calls).toHaveLength(calls);
});

test('a tenant that is off-boarded once more, since a backup brought it back, is erased once more', async () => {
  const tenant = stage.tenant();
  for (let twice = 1; twice <= 2; twice++) {
    expect(await tenant.send({ kind: 'offboard' })).toBe('sent');
    await tenant.isNow(tenant.handle, 'COMPLETED');
    expect(tenant.inputsOf('eraseTenant')).toHaveLength(twice);
  }
});

test('a paused tenant can be off-boarded', async () => {
  const tenant = stage.tenant();
  await tenant.syncNow();
  await tenant.ended(1);
  await tenant.send({ kind: 'pause' });
  await tenant.send({ kind: 'offboard' });
  await tenant.isNow(tenant.handle, 'COMPLETED');
  expect(tenant.namesOfCalls().at(-1)).toBe('eraseTenant');
});

test('off-boarding while a run is being opened reads nobody any more', async () => {
  const opening = stage.gate();
  const tenant = stage.tenant({
    openRun: async ({ trigger }) => {
      await opening.pass();
      return { answer: 'paused', trigger };
    },
  });
  await tenant.syncNow();
  await opening.reached;
  await tenant.send({ kind: 'offboard' });
  opening.open();
  await tenant.isNow(tenant.handle, 'COMPLETED');
  expect(tenant.namesOfCalls()).toEqual(['openRun', 'eraseTenant']);
});

test('a tenant whose workflow is not running is off-boarded without another run', async () => {
  const tenant = stage.tenant();
  await tenant.send({ kind: 'offboard' });
  await tenant.isNow(tenant.handle, 'COMPLETED');
  expect(tenant.namesOfCalls()).toEqual(['eraseTenant']);
});

test('a tenant that is leaving and is started again without being told so is erased, not synced', async () => {
  const tenant = stage.tenant({
    openRun: async () => {
      throw failing('tenantOffboarding');
    },
  });
  await stage.sync.start(tenant.id);
  await tenant.isNow(tenant.handle, 'COMPLETED');
  expect(tenant.namesOfCalls()).toEqual(['openRun', 'eraseTenant']);
});

test('an erasure that is interrupted goes on', async () => {
  const attempts = { made: 0 };
  const tenant = stage.tenant({
    eraseTenant: async () => {
      attempts.made++;
      if (attempts.made === 2) throw failing('databaseUnavailable', { nonRetryable: false, nextRetryDelay: 20 });
      return { next: attempts.made < 4 ? 'more' : 'done' };
    },
  });
  await tenant.send({ kind: 'offboard' });
  await tenant.isNow(tenant.handle, 'COMPLETED');
  expect(attempts.made).toBe(4);
});
