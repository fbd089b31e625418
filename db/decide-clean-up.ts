import type { RunId, TenantId } from '../sync/ids.ts';
import type { Decision } from '../sync/run.ts';
import type { Tx } from './database.ts';
import { dropPlan } from './drop-plan.ts';

/**
 * Decides a held run, and with it those that named its list as theirs too. An approved list stays stored until a
 * cleanUp run has applied it; any other is dropped. Nothing happens to a run that is not held, so it is safe to
 * repeat.
 */
export async function decideCleanUp(tenantId: TenantId, tx: Tx, runId: RunId, decision: Decision): Promise<void> {
  const decided = await tx.query(
    `update sync_runs set state = 'succeeded', decision = $3
     where tenant_id = $1 and (id = $2 or waiting_run = $2) and state = 'held' returning id`,
    [tenantId, runId, decision],
  );
  if (decided.length > 0 && decision !== 'approved') await dropPlan(tenantId, tx, runId);
}
