import type { EntraObjectId, EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';

/** A person of a directory. */
export type Person = { readonly entraTenantId: EntraTenantId; readonly entraObjectId: EntraObjectId };

/**
 * The tenant that this person administers; of several the one that is linked to their directory, then the newest. Across
 * tenants, because who signs in has not said which one. Tenants that are linked to other directories do not count, nor
 * those that leave.
 */
export async function findTenantOfAdmin(
  tx: AcrossTenantsTx,
  { entraTenantId, entraObjectId }: Person,
): Promise<TenantId | undefined> {
  const [row] = await tx.query<{ id: TenantId }>(
    `select t.id from admins a join tenants t on t.id = a.tenant_id
     where a.entra_tenant_id = $1 and a.entra_object_id = $2 and t.status <> 'offboarding'
       and (t.entra_tenant_id is null or t.entra_tenant_id = $1)
     order by t.entra_tenant_id nulls last, a.added_at desc, t.id limit 1`,
    [entraTenantId, entraObjectId],
  );
  return row?.id;
}

/** Makes somebody an admin of a tenant; who is one already gets the name of today. Safe to repeat. */
export async function addAdmin(
  tx: AcrossTenantsTx,
  tenantId: TenantId,
  { entraTenantId, entraObjectId, name, now }: Person & { readonly name: string; readonly now: Date },
): Promise<void> {
  await tx.query(
    `insert into admins (tenant_id, entra_tenant_id, entra_object_id, name, added_at) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, entra_tenant_id, entra_object_id) do update set name = excluded.name`,
    [tenantId, entraTenantId, entraObjectId, name, now],
  );
}
