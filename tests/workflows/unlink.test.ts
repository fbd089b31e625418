import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStage } from './open-test-stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

describe.concurrent('unlinking', () => {
  test('ends the workflow and the run that is going, which is closed as cancelled', async () => {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.passOrBeCancelled();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.syncNow();
    await page.reached;
    await tenant.send({ kind: 'unlink' });
    await tenant.isNow(tenant.handle, 'CANCELLED');
    await tenant.isNow(tenant.run(1), 'CANCELLED');
    expect(tenant.inputsOf('closeRun')).toEqual([{ tenantId: tenant.id, runId: '1', outcome: 'cancelled' }]);
  });

  test('ends a workflow that sleeps, and it is started again by the next message', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.asleep();
    await tenant.send({ kind: 'unlink' });
    await tenant.isNow(tenant.handle, 'CANCELLED');
    expect(await tenant.send({ kind: 'unlink' })).toBe('sent'); // again: there is nothing to end
    await tenant.syncNow('after linking again');
    await tenant.ended(2);
    expect(tenant.inputsOf('openRun')[1]).toMatchObject({ requestIds: ['after linking again'] });
  });

  test('of a tenant that never ran is nothing to do', async () => {
    expect(await stage.tenant().send({ kind: 'unlink' })).toBe('sent');
  });
});
