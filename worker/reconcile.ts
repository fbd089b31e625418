import type { Logger } from 'pino';
import { listTenantsToReconcile, markSent, unsentMessages } from '../db/across-tenants/reconcile.ts';
import { askForAttention } from '../db/ask-for-attention.ts';
import type { Database } from '../db/database.ts';
import { FAILURES } from '../sync/failure.ts';
import type { TenantId } from '../sync/ids.ts';
import type { SyncClient } from '../temporal/sync-client.ts';
import { eraseRemoved } from './erase-removed.ts';
import { lookAfterPreviews } from './look-after-previews.ts';

type Deps = {
  readonly db: Database;
  readonly sync: SyncClient;
  readonly now: () => Date;
  readonly log: Logger;
};

/** A younger message is still on its way from the API, which sends what it stored. */
const UNSENT_AFTER_MS = 10_000;

/**
 * Makes Temporal and PostgreSQL agree: what was stored but never sent is sent, a tenant whose workflow is not running
 * gets it back, and a preview whose workflow has ended is closed; and erases, also where no run would, whose time is
 * over, and previews of yesterday. Of several worker processes one does it at a time.
 *
 * Safe to run twice: every message carries its id, and a running workflow is not started again.
 */
export function reconcile(deps: Deps): Promise<void> {
  return deps.db.alone('reconcile', async () => {
    await sendUnsent(deps);
    await eraseRemoved(deps, (tenantId, work) => forOne({ tenantId, log: deps.log }, work));
    await lookAfterPreviews(deps, (tenantId, work) => forOne({ tenantId, log: deps.log }, work));
    await startMissing(deps);
  });
}

async function sendUnsent({ db, sync, log }: Deps): Promise<void> {
  const unsent = await db.acrossTenants((tx) => unsentMessages(tx, UNSENT_AFTER_MS));
  for (const { tenantId, id, message } of unsent) {
    await forOne({ tenantId, log }, async () => {
      const answer = await sync.send(tenantId, message);
      await db.acrossTenants((tx) => markSent(tx, id));
      log.info({ event: 'messageSentLate', tenantId, message: message.kind, answer });
    });
  }
}

async function startMissing({ db, sync, log }: Deps): Promise<void> {
  const tenants = await db.acrossTenants(listTenantsToReconcile);
  if (tenants.length === 0) return;
  const running = await sync.runningTenants();
  for (const { id: tenantId, isLeaving } of tenants.filter(({ id }) => !running.has(id))) {
    await forOne({ tenantId, log }, async () => {
      const answer = isLeaving ? await sync.send(tenantId, { kind: 'offboard' }) : await sync.start(tenantId);
      if (answer !== 'offboarded') return log.info({ event: 'workflowStarted', tenantId });
      log.warn({ event: 'offboardedBefore', tenantId }, FAILURES.offboardedBefore.message);
      await db.inTransaction(tenantId, (tx) => askForAttention(tenantId, tx, 'offboardedBefore'));
    });
  }
}

/** What cannot be done for one tenant must not keep the others waiting; the next round tries again. */
async function forOne(
  { tenantId, log }: { readonly tenantId: TenantId; readonly log: Logger },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (err) {
    log.warn({ event: 'notReconciled', tenantId, errorName: err instanceof Error ? err.name : 'unknown' });
  }
}
