import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

export type AdminRow = {
  readonly entraObjectId: EntraObjectId;
  readonly name: string;
  readonly addedAt: Date;
  /** Linked the account last. */
  readonly linked: boolean;
};

/** A tenant's admins, the first one first: those of its directory, where it has one. */
export async function listAdmins(tenantId: TenantId, tx: Tx): Promise<readonly AdminRow[]> {
  const rows = await tx.query<Omit<AdminRow, 'addedAt'> & { addedAt: string }>(
    `select a.entra_object_id as "entraObjectId", a.name, a.added_at as "addedAt",
       t.linked_by is not distinct from a.entra_object_id as linked
     from admins a join tenants t on t.id = a.tenant_id
     where a.tenant_id = $1 and (t.entra_tenant_id is null or t.entra_tenant_id = a.entra_tenant_id)
     order by a.added_at, a.entra_object_id`,
    [tenantId],
  );
  return rows.map((row) => ({ ...row, addedAt: new Date(row.addedAt) }));
}
