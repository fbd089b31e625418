import type { RunId, TenantId } from '../sync/ids.ts';
import type { ChangeReason } from '../sync/planned-change.ts';
import { PROOF, reasonOf } from './codes.ts';
import type { Tx } from './database.ts';

/** How many people a held run would remove, by reason, most first. Only those who were proven gone. */
export async function readPlannedRemovals(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
): Promise<ReadonlyMap<ChangeReason, number>> {
  const rows = await tx.query<{ reason: number; people: number }>(
    `select reason, count(*)::int as people from planned_removals
     where tenant_id = $1 and run_id = $2 and proof = $3 group by reason order by people desc, reason`,
    [tenantId, runId, PROOF.proven],
  );
  return new Map(rows.map(({ reason, people }) => [reasonOf(reason), people]));
}
