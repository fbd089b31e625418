import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';
import type { Person } from './admins.ts';

export type FoundInvitation = {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  /** The directory that the tenant is linked to, else that of its admins: all are of one. Null: it has none yet. */
  readonly entraTenantId: EntraTenantId | null;
  /** Who has used it. */
  readonly usedBy: Person | undefined;
};

/**
 * The invitation of that digest; undefined: there is none, it is over, or its tenant leaves. Across tenants, because whoever
 * brings it is nobody's yet. Of two who come at the same moment, to one tenant, the second waits for the first.
 */
export async function findInvitation(
  tx: AcrossTenantsTx,
  hash: Buffer,
  now: Date,
): Promise<FoundInvitation | undefined> {
  const [locked] = await tx.query(
    `select from invitations i join tenants t on t.id = i.tenant_id
     where i.hash = $1 and i.expires_at > $2 and t.status <> 'offboarding' for no key update`,
    [hash, now],
  );
  if (locked === undefined) return undefined;
  const [row] = await tx.query<
    Omit<FoundInvitation, 'usedBy'> & {
      usedByDirectory: Person['entraTenantId'] | null;
      usedById: Person['entraObjectId'] | null;
    }
  >(
    `select i.tenant_id as "tenantId", t.name as "tenantName", i.used_by_directory as "usedByDirectory",
       i.used_by as "usedById", coalesce(t.entra_tenant_id,
         (select a.entra_tenant_id from admins a where a.tenant_id = t.id order by a.added_at limit 1)) as "entraTenantId"
     from invitations i join tenants t on t.id = i.tenant_id where i.hash = $1`,
    [hash],
  );
  if (row === undefined) return undefined;
  const { usedByDirectory, usedById, ...invitation } = row;
  const usedBy =
    usedByDirectory === null || usedById === null
      ? undefined
      : { entraTenantId: usedByDirectory, entraObjectId: usedById };
  return { ...invitation, usedBy };
}

/** Uses it up. */
export async function useInvitation(
  tx: AcrossTenantsTx,
  hash: Buffer,
  { entraTenantId, entraObjectId }: Person,
): Promise<void> {
  await tx.query('update invitations set used_by_directory = $2, used_by = $3 where hash = $1 and used_by is null', [
    ...[hash, entraTenantId, entraObjectId],
  ]);
}
