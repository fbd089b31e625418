import type { Tx } from '../../db/database.ts';
import type { TenantId } from '../../sync/ids.ts';

/** A row in each of the tables that say who administers a tenant. */
export async function fillAdmins(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.query(
    `insert into admins (tenant_id, entra_tenant_id, entra_object_id, name, added_at) values ($1, $1, $1, 'Adele', now())`,
    [tenantId],
  );
  await tx.query('insert into invitations (hash, tenant_id, expires_at) values ($1::text::bytea, $1::uuid, now())', [
    tenantId,
  ]);
  await tx.query(
    `insert into expected_returns (hash, kind, browser, expires_at, tenant_id, entra_tenant_id)
     values ($1::text::bytea, 'link', 'x', now(), $1::uuid, $1::uuid)`,
    [tenantId],
  );
}
