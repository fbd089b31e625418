import type { Tx } from '../../db/database.ts';
import type { TenantId } from '../../sync/ids.ts';
import { oid } from './stage.ts';

/** A row in each of the tables that hold a preview. */
export async function fillPreview(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.query('insert into previews (tenant_id, run_id) values ($1, 1)', [tenantId]);
  await tx.query(`insert into preview_pages values ($1, 1, 0, array[$2::uuid], '\\x0000')`, [tenantId, oid(1)]);
  await tx.query(
    `insert into preview_duplicates (tenant_id, run_id, entra_object_id, name, email_key, holder_entra_object_id, holder_name)
     values ($1, 1, $2, 'Ada', 'ada@contoso.example', $3, 'Ada Elder')`,
    [tenantId, oid(1), oid(2)],
  );
  await tx.query(
    'insert into preview_changes (tenant_id, run_id, entra_object_id, action, reason) values ($1, 1, $2, 1, 1)',
    [tenantId, oid(1)],
  );
}
