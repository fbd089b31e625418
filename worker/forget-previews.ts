import type { Logger } from 'pino';
import { tenantsWithOldPreviews } from '../db/across-tenants/tenants-with-old-previews.ts';
import type { Database } from '../db/database.ts';
import { forgetPreview, schedulePreviews } from '../db/forget-previews.ts';
import { listPreviews } from '../db/list-previews.ts';
import { lockTenant } from '../db/lock-tenant.ts';
import type { TenantId } from '../sync/ids.ts';
import { previewsToForget } from '../sync/preview-limits.ts';

type Deps = {
  readonly db: Database;
  readonly now: () => Date;
  readonly log: Logger;
};

/** More tenants wait for the next round, a minute later. */
const TENANTS_A_ROUND = 500;
/** And so do more people of one tenant's previews, so that none keeps the others, or messages, waiting. */
const PEOPLE_A_ROUND = 20_000;

/**
 * Forgets previews whose time is over, of each tenant one a round. Safe to run twice, and beside a preview that is going:
 * both lock the tenant, and what is forgotten writes nothing any more.
 *
 * @param forOne keeps what cannot be done for one tenant from the others
 */
export async function forgetPreviews(
  { db, now, log }: Deps,
  forOne: (tenantId: TenantId, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const at = now();
  const tenants = await db.acrossTenants((tx) => tenantsWithOldPreviews(tx, at, TENANTS_A_ROUND));
  for (const tenantId of tenants) {
    await forOne(tenantId, async () => {
      const forgotten = await db.inTransaction(tenantId, async (tx) => {
        await lockTenant(tenantId, tx);
        const { forget, lookAgainAt } = previewsToForget(await listPreviews(tenantId, tx), at);
        const [runId, another] = forget;
        if (runId === undefined) return schedulePreviews(tenantId, tx, lookAgainAt);
        const answer = await forgetPreview(tenantId, tx, runId, PEOPLE_A_ROUND);
        if (answer === 'done' && another === undefined) await schedulePreviews(tenantId, tx, lookAgainAt);
        return answer === 'done' ? runId : undefined;
      });
      if (forgotten !== undefined) log.info({ event: 'previewForgotten', tenantId, runId: forgotten });
    });
  }
}
