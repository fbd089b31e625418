import type { RunId, TenantId } from '../sync/ids.ts';
import type { NewDuplicate } from '../sync/settle-addresses.ts';
import type { Tx } from './database.ts';
import type { PlannedHolder } from './read-holders-by-plan.ts';

type Previewed = {
  readonly duplicates: readonly NewDuplicate<PlannedHolder>[];
  /** Undefined: the clean-up would not wait for a decision. */
  readonly hold: { readonly removals: number; readonly limit: number } | undefined;
};

/**
 * Notes who would become a duplicate and whether the clean-up would wait for a decision, under the run's lock. Safe to
 * repeat: what was noted before is forgotten.
 */
export async function notePreviewed(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { duplicates, hold }: Previewed,
): Promise<void> {
  await tx.query('delete from preview_duplicates where tenant_id = $1 and run_id = $2', [tenantId, runId]);
  if (duplicates.length > 0) await listDuplicates(tenantId, tx, runId, duplicates);
  await tx.query(
    'update sync_runs set duplicates = $3, would_remove = $4, removal_limit = $5 where tenant_id = $1 and id = $2',
    [tenantId, runId, duplicates.length, hold?.removals ?? null, hold?.limit ?? null],
  );
}

async function listDuplicates(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  duplicates: Previewed['duplicates'],
): Promise<void> {
  const rows = duplicates.map(({ person, holder }) => ({
    ...{ oid: person.entraObjectId, employee: person.knownAs, name: person.name, email_key: person.address },
    ...{ holder_oid: holder.entraObjectId, holder: holder.knownAs, holder_name: holder.name },
  }));
  await tx.query(
    `insert into preview_duplicates (tenant_id, run_id, entra_object_id, employee_id, name, email_key,
       holder_entra_object_id, holder_employee_id, holder_name)
     select $1, $2, oid, employee, name, email_key, holder_oid, holder, holder_name
     from json_to_recordset($3::json) as d (oid uuid, employee uuid, name text, email_key text, holder_oid uuid,
       holder uuid, holder_name text)`,
    [tenantId, runId, JSON.stringify(rows)],
  );
}
