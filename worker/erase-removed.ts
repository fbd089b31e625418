import type { Logger } from 'pino';
import { tenantsToErase } from '../db/across-tenants/tenants-to-erase.ts';
import type { Database } from '../db/database.ts';
import { eraseRemoved as eraseBatch, noteErasureChecked } from '../db/erase-removed.ts';
import { lockTenant } from '../db/lock-tenant.ts';
import type { TenantId } from '../sync/ids.ts';

type Deps = {
  readonly db: Database;
  readonly now: () => Date;
  readonly log: Logger;
};

/** Retention is counted in days: within an hour is at once. */
const LOOK_EVERY_MS = 3_600_000;
/** More tenants wait for the next round, a minute later. */
const TENANTS_A_ROUND = 500;
/** And so do more people of one tenant, so that none keeps the others, or messages, waiting. */
const PEOPLE_A_ROUND = 1000;

/**
 * Erases people whose time is over in tenants that have no run which would: paused, unlinked, or failing for long. Safe
 * to run twice, and beside a run: both lock the tenant, and who is erased is not due.
 *
 * @param forOne keeps what cannot be done for one tenant from the others
 */
export async function eraseRemoved(
  { db, now, log }: Deps,
  forOne: (tenantId: TenantId, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const at = now();
  const notSince = new Date(at.getTime() - LOOK_EVERY_MS);
  const tenants = await db.acrossTenants((tx) => tenantsToErase(tx, notSince, TENANTS_A_ROUND));
  for (const tenantId of tenants) {
    await forOne(tenantId, async () => {
      const erased = await db.inTransaction(tenantId, async (tx) => {
        await lockTenant(tenantId, tx);
        const batch = await eraseBatch(tenantId, tx, at, PEOPLE_A_ROUND);
        if (batch.next === 'done') await noteErasureChecked(tenantId, tx, at);
        return batch.people;
      });
      if (erased > 0) log.info({ event: 'erased', tenantId, people: erased });
    });
  }
}
