import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Forgets whom a run wanted to remove. */
export async function dropPlan(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query('delete from planned_removals where tenant_id = $1 and run_id = $2', [tenantId, runId]);
}
