import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import { PROOF, reasonCode } from './codes.ts';
import type { Tx } from './database.ts';
import { employeesByObjectId, lookUpEach } from './employees-by-object-id.ts';

/**
 * Notes employees whom Graph calls removed: to be asked for by id, whatever else the changes say of them. Nobody
 * pinned. Safe to repeat.
 *
 * @param cleanUpEnabled clean-up takes those who are missing too
 */
export async function claimRemoved(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  ids: readonly EntraObjectId[],
  cleanUpEnabled: boolean,
): Promise<void> {
  if (ids.length === 0) return;
  await lookUpEach(tx, () =>
    tx.query(
      `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof)
     select $1, $2, entra_object_id, id, $4, $5 from ${employeesByObjectId('$3')}
     where not pinned and (status in ('active', 'duplicate') or (status = 'missing' and $6))
     on conflict (tenant_id, run_id, entra_object_id) do update set reason = excluded.reason, proof = excluded.proof`,
      [tenantId, runId, `{${ids.join(',')}}`, reasonCode('deleted'), PROOF.toProve, cleanUpEnabled],
    ),
  );
}
