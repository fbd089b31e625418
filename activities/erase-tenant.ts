import { eraseTenant as eraseBatch } from '../db/erase-tenant.ts';
import type { TenantId } from '../sync/ids.ts';
import type { ActivityDeps } from './activity-deps.ts';

/** People erased in one transaction: some seconds of work, well within the activity's limit. */
const BATCH = 10_000;

/** Erases an off-boarded tenant, batch by batch, and itself last. Safe to run twice: what is gone is gone. */
export async function eraseTenant(
  { db }: Pick<ActivityDeps, 'db'>,
  { tenantId }: { readonly tenantId: TenantId },
): Promise<{ readonly next: 'more' | 'done' }> {
  return { next: await db.inTransaction(tenantId, (tx) => eraseBatch(tenantId, tx, BATCH)) };
}
