import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** The run whose held clean-up waits for a decision; a tenant has one at the most. */
export async function findWaitingRun(tenantId: TenantId, tx: Tx): Promise<RunId | undefined> {
  const [run] = await tx.query<{ id: RunId }>(
    `select id::text from sync_runs where tenant_id = $1 and state = 'held' and waiting_run is null
     order by sync_runs.id desc limit 1`,
    [tenantId],
  );
  return run?.id;
}
