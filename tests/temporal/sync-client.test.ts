import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TenantId } from '../../sync/ids.ts';
import { openTestStage } from '../workflows/open-test-stage.ts';
import type { Stage } from '../workflows/stage.ts';
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

test('a server that answers is told by a ping', async () => {
  await expect(stage.sync.ping()).resolves.toBeUndefined();
});
