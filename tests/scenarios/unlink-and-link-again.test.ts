import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unlinkTenant } from '../../api/tenants/unlink-tenant.ts';
import { linkTenant } from '../../db/across-tenants/link-tenant.ts';
import { setTenantStatus } from '../../db/tenants.ts';
import type { EntraObjectId, EntraTenantId } from '../../sync/ids.ts';
import { openWorkbench, people, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

it('people stay while a tenant is unlinked, and are the same employees after it was linked again', async () => {
  const tenant = await bench.tenant({ name: 'Unlinked', people: people(4) });
  await tenant.sync();
  const before = await tenant.employees();
  const { db, sync } = bench;
  const deps = { db, sync, newId: randomUUID, log: pino({ level: 'silent' }) };
  for (let twice = 0; twice < 2; twice++) {
    expect(await unlinkTenant(deps, tenant.id)).toMatchObject({ status: 'unlinked', employees: 4 });
  }
  const workflow = bench.temporal.client.workflow.getHandle(`tenant-sync/${tenant.id}`);
  await expect(workflow.result()).rejects.toThrow(/cancelled/i);
  expect(await tenant.employees()).toEqual(before);
  tenant.entra.join({ properties: { displayName: 'Joined Meanwhile', mail: 'joined@contoso.example' } });

  const link = {
    entraTenantId: tenant.entra.entraTenantId as EntraTenantId, // a GUID, as the emulator made it
    directoryName: 'Unlinked',
    linkedBy: randomUUID() as EntraObjectId,
    now: new Date(),
  };
  for (let twice = 0; twice < 2; twice++) {
    expect(await db.acrossTenants((tx) => linkTenant(tx, tenant.id, link))).toEqual({
      kind: 'linked',
      status: 'linked',
    });
  }
  const other = { ...link, entraTenantId: randomUUID() as EntraTenantId };
  expect(await db.acrossTenants((tx) => linkTenant(tx, tenant.id, other))).toEqual({ kind: 'otherDirectory' });
  await db.inTransaction(tenant.id, (tx) => setTenantStatus(tenant.id, tx, 'active')); // as saving does
  expect(await tenant.sync()).toMatchObject({ state: 'succeeded', counts: { created: 1, removed: 0, missing: 0 } });
  const after = await tenant.employees();
  expect(after.filter(({ id }) => before.some((one) => one.id === id))).toHaveLength(4);
});
