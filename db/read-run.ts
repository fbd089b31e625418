import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { RUN_COLUMNS, runOf, type RunRow, type StoredRun } from './run-row.ts';

/** One run of a tenant; undefined when it has none of that number. */
export async function readRun(tenantId: TenantId, tx: Tx, runId: RunId): Promise<RunRow | undefined> {
  const [row] = await tx.query<StoredRun>(`select ${RUN_COLUMNS} from sync_runs where tenant_id = $1 and id = $2`, [
    tenantId,
    runId,
  ]);
  return row && runOf(row);
}
