import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunId } from '../../sync/ids.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

const held = '7' as RunId; // a run's number

describe('an approval', () => {
  test('makes a cleanUp run that reads no listing and applies the list', async () => {
    const tenant = stage.tenant({
      findVanished: async () => ({ toProve: 40, cleanUpNeeded: true, unsettled: false, eraseDue: false }),
    });
    await tenant.send({ kind: 'approveCleanUp', runId: held });
    await tenant.ended(1);
    expect(tenant.inputsOf('openRun')).toEqual([
      { tenantId: tenant.id, trigger: 'approval', full: false, requestIds: [], approves: held },
    ]);
    expect(tenant.namesOfCalls().slice(1, -1)).toEqual(['findVanished', 'proveGone', 'cleanUp', 'settle', 'closeRun']);
    expect(await (await tenant.run(1).describe()).staticSummary()).toBe('cleanUp run, approval');
  });

  test('that no longer stands makes no run, and the tenant goes on', async () => {
    const runs = { opened: 0 };
    const tenant = stage.tenant({
      openRun: async ({ approves, trigger }) => {
        if (approves !== undefined) return { answer: 'refused' };
        runs.opened++;
        return { answer: 'opened', runId: String(runs.opened) as RunId, kind: 'full', trigger, heartbeatMs: 2_000 }; // its number
      },
    });
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.send({ kind: 'approveCleanUp', runId: held });
    await tenant.called('openRun', 2);
    expect(await tenant.status()).toMatchObject({ paused: false, failures: 0 });
    await tenant.syncNow();
    await tenant.ended(2);
    expect(runs.opened).toBe(2);
    expect(tenant.inputsOf('closeRun')).toHaveLength(2);
  });

  test('sent twice during a run makes one cleanUp run, before the sync that waits', async () => {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.pass();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.syncNow('first');
    await page.reached;
    await tenant.syncNow('second');
    await tenant.send({ kind: 'approveCleanUp', runId: held });
    await tenant.send({ kind: 'approveCleanUp', runId: held });
    page.open();
    await tenant.ended(3);
    await tenant.asleep();
    expect(tenant.inputsOf('openRun').map(({ approves, requestIds }) => approves ?? requestIds[0])).toEqual([
      'first',
      held,
      'second',
    ]);
  });

  test('that was forgotten goes first, and what was asked for is done after it', async () => {
    const runs = { opened: 0 };
    const tenant = stage.tenant({
      openRun: async ({ trigger }) => {
        runs.opened++;
        const runId = String(runs.opened) as RunId; // its number
        return runs.opened === 1
          ? { answer: 'opened', runId, kind: 'cleanUp', trigger: 'approval', heartbeatMs: 2_000 }
          : { answer: 'opened', runId, kind: 'full', trigger, heartbeatMs: 2_000 };
      },
    });
    await tenant.send({ kind: 'syncNow', requestId: 'asked', trigger: 'settings', full: true });
    await tenant.ended(2);
    await tenant.asleep();
    expect(tenant.inputsOf('openRun')).toMatchObject([
      { trigger: 'settings', full: true, requestIds: ['asked'] },
      { trigger: 'settings', full: true, requestIds: ['asked'] },
    ]);
    expect(tenant.inputsOf('openRun')).toHaveLength(2);
  });

  test('sent by hand without the number of a run is passed over', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.handle.signal('approveCleanUp');
    await tenant.handle.signal('approveCleanUp', {});
    await tenant.asleep();
    expect(await tenant.status()).toMatchObject({ paused: false, failures: 0 });
    expect(tenant.inputsOf('openRun')).toHaveLength(1);
  });
});
