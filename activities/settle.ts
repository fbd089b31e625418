import { lockRun } from '../db/lock-run.ts';
import { applySettlement, readContestedAddresses } from '../db/settle-addresses.ts';
import { settleAddress } from '../sync/settle-addresses.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { runFailure } from './failures.ts';
import type { RunIds } from './run-ids.ts';

/**
 * Decides who keeps an address that several employees have. Last of all in a run, since removals free addresses.
 *
 * Safe to run twice: what is settled is not contested any more.
 */
export async function settle({ db }: Pick<ActivityDeps, 'db'>, { tenantId, runId }: RunIds): Promise<void> {
  await db.inTransaction(tenantId, async (tx) => {
    if ((await lockRun(tenantId, tx, runId)) === undefined) throw runFailure('interrupted');
    const contested = await readContestedAddresses(tenantId, tx, runId);
    await applySettlement(tenantId, tx, runId, contested, contested.flatMap(settleAddress));
  });
}
