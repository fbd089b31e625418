import type { Logger } from 'pino';
import { tenantsWithDuePreviews } from '../db/across-tenants/tenants-with-due-previews.ts';
import type { Database, Tx } from '../db/database.ts';
import { forgetPreview, schedulePreviews } from '../db/forget-previews.ts';
import { listPreviews } from '../db/list-previews.ts';
import { listStartedPreviews } from '../db/list-started-previews.ts';
import { lockTenant } from '../db/lock-tenant.ts';
import { closeAbandonedRun } from '../db/schedule-next.ts';
import type { FailureCode } from '../sync/failure.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { previewsToForget } from '../sync/preview-limits.ts';
import type { SyncClient } from '../temporal/sync-client.ts';

type Deps = {
  readonly db: Database;
  readonly sync: Pick<SyncClient, 'previewEnd'>;
  readonly now: () => Date;
  readonly log: Logger;
};

/** More tenants wait for the next round, a minute later. */
const TENANTS_A_ROUND = 500;
/** And so do more people of one tenant's previews, so that none keeps the others, or messages, waiting. */
const PEOPLE_A_ROUND = 20_000;

/**
 * Forgets previews whose time is over, of each tenant one a round, and closes those whose workflow has ended without
 * closing them: no tenant's workflow watches over a preview. Safe to run twice, and beside a preview that is going: all
 * lock the tenant, what is forgotten writes nothing any more, and what has ended is not closed again.
 *
 * @param forOne keeps what cannot be done for one tenant from the others
 */
export async function lookAfterPreviews(
  { db, sync, now, log }: Deps,
  forOne: (tenantId: TenantId, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const at = now();
  const tenants = await db.acrossTenants((tx) => tenantsWithDuePreviews(tx, at, TENANTS_A_ROUND));
  for (const tenantId of tenants) {
    await forOne(tenantId, async () => {
      const { forgotten, started } = await db.inTransaction(tenantId, async (tx) => {
        await lockTenant(tenantId, tx);
        return { forgotten: await forgetOne(tenantId, tx, at), started: await listStartedPreviews(tenantId, tx) };
      });
      if (forgotten !== undefined) log.info({ event: 'previewForgotten', tenantId, runId: forgotten });
      for (const runId of started) await closeIfEnded({ db, sync, now, log }, tenantId, runId);
    });
  }
}

async function forgetOne(tenantId: TenantId, tx: Tx, at: Date): Promise<RunId | undefined> {
  const { forget, lookAgainAt } = previewsToForget(await listPreviews(tenantId, tx), at);
  const [runId, another] = forget;
  const answer = runId === undefined ? 'done' : await forgetPreview(tenantId, tx, runId, PEOPLE_A_ROUND);
  if (answer === 'done' && another === undefined) await schedulePreviews(tenantId, tx, lookAgainAt);
  return answer === 'done' ? runId : undefined;
}

const ENDED: FailureCode = 'previewEnded';

/** As scheduleNextRun does with a run that its tenant's workflow has lost. */
async function closeIfEnded({ db, sync, now, log }: Deps, tenantId: TenantId, runId: RunId): Promise<void> {
  const end = await sync.previewEnd(tenantId, runId);
  if (end === 'going') return;
  const outcome = end === 'cancelled' ? end : ENDED;
  await db.inTransaction(tenantId, (tx) => closeAbandonedRun(tenantId, tx, runId, outcome, now()));
  log.info({ event: 'previewClosed', tenantId, runId, outcome });
}
