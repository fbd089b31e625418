import type { Tx } from '../../../db/database.ts';
import { findWaitingRun } from '../../../db/find-waiting-run.ts';
import { listRuns } from '../../../db/list-runs.ts';
import { readPlannedRemovals } from '../../../db/read-planned-removals.ts';
import type { RunRow } from '../../../db/run-row.ts';
import { readTenant, type TenantRow } from '../../../db/tenants.ts';
import type { RunId, TenantId } from '../../../sync/ids.ts';
import type { ChangeReason } from '../../../sync/planned-change.ts';
import type { Standing } from '../words/tenant-state.ts';

export type ReadStanding = Standing & {
  readonly tenant: TenantRow;
  readonly running: RunRow | undefined;
  readonly last: RunRow | undefined;
  /** The clean-up that waits for a decision, and its people by reason. */
  readonly waiting: { readonly runId: RunId; readonly byReason: ReadonlyMap<ChangeReason, number> } | undefined;
};

/** What a tenant's state is told from; undefined: there is no such tenant. */
export async function readStanding(tenantId: TenantId, tx: Tx): Promise<ReadStanding | undefined> {
  const tenant = await readTenant(tenantId, tx);
  if (tenant === undefined) return undefined;
  const { items } = await listRuns(tenantId, tx, { limit: 2 });
  const running = items.find(({ state }) => state === 'running');
  const last = items.find(({ state }) => state !== 'running');
  const runId = await findWaitingRun(tenantId, tx);
  if (runId === undefined) return { tenant, running, last, waiting: undefined, waitingPeople: undefined };
  const byReason = await readPlannedRemovals(tenantId, tx, runId);
  const waitingPeople = [...byReason.values()].reduce((sum, people) => sum + people, 0);
  return { tenant, running, last, waiting: { runId, byReason }, waitingPeople };
}
