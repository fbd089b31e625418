import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { setKindByHand } from '../../api/by-hand/set-kind-by-hand.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { storeMessage } from '../../db/outbox.ts';
import { setTenantStatus } from '../../db/tenants.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import type { OffboardStep } from './history.ts';
import type { Lane } from './lane.ts';
import { whereSomethingIsLeft } from './observe-everything.ts';
import { once, untilDone, type Input } from './perform-activity.ts';
import { actAsLost } from './perform-run.ts';
import type { WatchedTenant } from './watched-tenant.ts';

/**
 * A tenant leaves: what is stored of it is erased, now or once its run has ended. What its run does until then is
 * nobody's concern.
 */
export async function beginOffboarding(tenant: WatchedTenant, { erased }: OffboardStep): Promise<void> {
  const { tenantId, lane } = tenant;
  await lane.db.inTransaction(tenantId, async (tx) => {
    await setTenantStatus(tenantId, tx, 'offboarding');
    await storeMessage(tenantId, tx, { id: randomUUID(), message: { kind: 'offboard' } });
  });
  tenant.leaves = true;
  if (erased) await erase(tenant);
}

/** Nothing is left of it, and nobody who comes late, a run that was lost or a person, leaves anything behind. */
export async function endOffboarding(tenant: WatchedTenant): Promise<void> {
  const { tenantId, lane, lost, lostPreview } = tenant;
  await erase(tenant);
  const request = { tenantId, trigger: 'manual', full: true, requestIds: [] } as const;
  await expect(once(lane.activities.long, 'openRun', request, {})).rejects.toMatchObject({ type: 'tenantNotThere' });
  if (lost !== undefined) await actAsLost(lane.activities.long, { tenantId, runId: lost });
  if (lostPreview !== undefined) await goOnWithPreview(lane, { tenantId, runId: lostPreview });
  const person = { tenantId, entraObjectId: tenant.directory.idOf(0) as EntraObjectId }; // as the emulator made it
  await expect(setKindByHand(lane, person, 'person')).rejects.toThrow(ProblemError);
  expect(await whereSomethingIsLeft(lane, tenantId), 'where something is left of an off-boarded tenant').toEqual([]);
}

/** Whatever it is told. */
async function goOnWithPreview({ activities }: Lane, ids: Input<'syncPages'>): Promise<void> {
  const { long } = activities;
  await Promise.allSettled([once(long, 'syncPages', ids, {})]);
  await Promise.allSettled([once(long, 'completePreview', ids, {})]);
  await Promise.allSettled([once(long, 'closeRun', { ...ids, outcome: 'succeeded' }, {})]);
}

async function erase({ tenantId, lane }: WatchedTenant): Promise<void> {
  await untilDone(() => once(lane.activities.long, 'eraseTenant', { tenantId }, {}));
}
