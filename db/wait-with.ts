import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { dropPlan } from './drop-plan.ts';

/** Gives up a run's own list, because the one that waits already names the same people. */
export async function waitWith(tenantId: TenantId, tx: Tx, runId: RunId, waiting: RunId): Promise<void> {
  await tx.query('update sync_runs set waiting_run = $3 where tenant_id = $1 and id = $2', [tenantId, runId, waiting]);
  await dropPlan(tenantId, tx, runId);
}
