import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { decideCleanUp } from './decide-clean-up.ts';

/** Supersedes every list that waits for a decision, but the one to keep. Safe to repeat. */
export async function supersedeWaiting(tenantId: TenantId, tx: Tx, keep?: RunId): Promise<void> {
  const waiting = await tx.query<{ id: RunId }>(
    `select id::text from sync_runs
     where tenant_id = $1 and state = 'held' and waiting_run is null and id is distinct from $2::bigint order by sync_runs.id`,
    [tenantId, keep ?? null],
  );
  for (const { id } of waiting) await decideCleanUp(tenantId, tx, id, 'superseded');
}
