import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunId, TenantId } from '../../sync/ids.ts';
import { openTestStage } from '../workflows/open-test-stage.ts';
import type { Stage, StagedTenant } from '../workflows/stage.ts';
import { until } from '../workflows/until.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

test('the tenants that are running are told, and those that ended are not', async () => {
  const [going, gone] = [stage.tenant(), stage.tenant()];
  await Promise.all([going.syncNow(), gone.syncNow()]);
  await Promise.all([going.ended(1), gone.ended(1)]);
  await gone.send({ kind: 'offboard' });
  const isTold = async (tenantId: TenantId): Promise<boolean> => (await stage.sync.runningTenants()).has(tenantId);
  await until('visibility has caught up', async () => (await isTold(going.id)) && !(await isTold(gone.id)));
});

test('the workflow of a run is no tenant', async () => {
  const tenant = stage.tenant();
  await tenant.syncNow();
  await tenant.ended(1);
  await until('visibility has caught up', async () => (await stage.sync.runningTenants()).has(tenant.id));
  for (const id of await stage.sync.runningTenants()) expect(id).toMatch(/^[0-9a-f-]{36}$/);
});

describe('a preview’s workflow', () => {
  const preview = { kind: 'preview', runId: '1' as RunId } as const; // a run's number
  const endOf = ({ id }: StagedTenant) => stage.sync.previewEnd(id, preview.runId);
  async function going() {
    const page = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await page.passOrBeCancelled();
        return { next: 'done', read: 3, expected: 3 };
      },
    });
    await tenant.send(preview);
    await page.reached;
    expect(await endOf(tenant)).toBe('going');
    return { tenant, page };
  }

  test('that was terminated has ended', async () => {
    const { tenant } = await going();
    await tenant.run(1).terminate('by an operator');
    expect(await endOf(tenant)).toBe('ended');
  });

  test('that was cancelled is told as such, when it has closed', async () => {
    const { tenant, page } = await going();
    await tenant.run(1).cancel();
    expect(await endOf(tenant)).toBe('going');
    page.open();
    await tenant.isNow(tenant.run(1), 'CANCELLED');
    expect(await endOf(tenant)).toBe('cancelled');
    expect(tenant.inputsOf('closeRun')).toMatchObject([{ outcome: 'cancelled' }]);
  });

  test('that ran out of its time has ended', async () => {
    const tenant = stage.tenant();
    await stage.client.workflow.start('syncRun', {
      workflowId: tenant.run(1).workflowId,
      taskQueue: 'a queue that nobody works on',
      workflowExecutionTimeout: '1s',
    });
    await tenant.isNow(tenant.run(1), 'TIMED_OUT');
    expect(await endOf(tenant)).toBe('ended');
  });

  test('that Temporal does not know has ended', async () => {
    expect(await endOf(stage.tenant())).toBe('ended');
  });
});

test('a server that answers is told by a ping', async () => {
  await expect(stage.sync.ping()).resolves.toBeUndefined();
});
