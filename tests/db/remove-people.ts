import { applyCleanUp } from '../../db/apply-clean-up.ts';
import { lockRun } from '../../db/lock-run.ts';
import type { EntraObjectId, RunId } from '../../sync/ids.ts';
import type { TestTenant } from './stage.ts';

/** A run whose clean-up takes these people, at that time: proof and guard are no part of what is tested. */
export async function removePeople(tenant: TestTenant, ids: readonly EntraObjectId[], at: Date): Promise<RunId> {
  const runId = await tenant.open();
  await tenant.inTransaction(async (tx) => {
    await lockRun(tenant.id, tx, runId);
    await tx.query(
      `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof)
       select $1, $2, entra_object_id, id, 4, 1 from employees where tenant_id = $1 and entra_object_id = any($3::uuid[])`,
      [tenant.id, runId, `{${ids.join(',')}}`],
    );
    await applyCleanUp(tenant.id, tx, runId, at);
  });
  return runId;
}
