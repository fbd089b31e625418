import type { RunId, TenantId } from '../sync/ids.ts';
import type { Decision } from '../sync/run.ts';
import type { Tx } from './database.ts';
import { dropPlan } from './drop-plan.ts';

/**
 * Decides a held run, and with it those that named its list as theirs too. An approved list stays stored until a
 * cleanUp run has applied it; any other is dropped. What supersedes is the run that holds the lease.
 *
 * @returns false: it is not held (any more), and nothing happened. So it is safe to repeat, and of two who decide at
 * the same time one is told that the other did.
 */
export async function decideCleanUp(tenantId: TenantId, tx: Tx, runId: RunId, decision: Decision): Promise<boolean> {
  const decided = await tx.query(
    `update sync_runs set state = 'succeeded', decision = $3, superseded_by = case when $3 = 'superseded' then
       (select id from sync_runs where tenant_id = $1 and state = 'running' and kind <> 'preview') end
     where tenant_id = $1 and (id = $2 or waiting_run = $2) and state = 'held' returning 1`,
    [tenantId, runId, decision],
  );
  if (decided.length === 0) return false;
  if (decision !== 'approved') await dropPlan(tenantId, tx, runId);
  return true;
}
