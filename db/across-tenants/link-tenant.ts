import type { EntraObjectId, EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { TenantStatus } from '../../sync/run.ts';
import type { AcrossTenantsTx } from '../database.ts';

export type Link = {
  readonly entraTenantId: EntraTenantId;
  /** What the directory calls itself. */
  readonly directoryName: string;
  readonly linkedBy: EntraObjectId;
  readonly now: Date;
};

/** `status` is the one from now on. */
export type Linked =
  | { readonly kind: 'linked'; readonly status: TenantStatus }
  | { readonly kind: 'gone' | 'otherDirectory' | 'directoryTaken' };

/**
 * Links a tenant to a directory. It never changes directories, and no two tenants have the same one: that is asked of all
 * tenants, so it lies across them. Who syncs already goes on as before; an unlinked one is `linked`. Safe to repeat.
 */
export async function linkTenant(tx: AcrossTenantsTx, tenantId: TenantId, link: Link): Promise<Linked> {
  const { entraTenantId, directoryName, linkedBy, now } = link;
  // Two admins of one directory who link at the same moment: the second waits, and finds it taken.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('directory ' || $1, 0))`, [entraTenantId]);
  const [tenant] = await tx.query<{ entraTenantId: EntraTenantId | null; status: TenantStatus; taken: boolean }>(
    `select entra_tenant_id as "entraTenantId", status,
       exists (select from tenants o where o.entra_tenant_id = $2 and o.id <> $1) as taken
     from tenants where id = $1 for no key update`,
    [tenantId, entraTenantId],
  );
  if (tenant === undefined || tenant.status === 'offboarding') return { kind: 'gone' };
  if (tenant.entraTenantId !== null && tenant.entraTenantId !== entraTenantId) return { kind: 'otherDirectory' };
  if (tenant.taken) return { kind: 'directoryTaken' };
  const [row] = await tx.query<{ status: TenantStatus }>(
    `update tenants set entra_tenant_id = $2, directory_name = $3, linked_by = $4, linked_at = $5,
       status = case status when 'unlinked' then 'linked' else status end,
       name = case when provisional_name then $3 else name end, provisional_name = false
     where id = $1 returning status`,
    [tenantId, entraTenantId, directoryName, linkedBy, now],
  );
  return row === undefined ? { kind: 'gone' } : { kind: 'linked', status: row.status };
}
