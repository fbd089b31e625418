import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { PersonKind } from '../sync/person-kind.ts';
import type { Tx } from './database.ts';

/** The kinds that people gave to any of these. */
export async function readKindsByHand(
  tenantId: TenantId,
  tx: Tx,
  ids: readonly EntraObjectId[],
): Promise<ReadonlyMap<EntraObjectId, PersonKind>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ oid: EntraObjectId; kind: PersonKind }>(
    `select entra_object_id as oid, kind from kinds_by_hand where tenant_id = $1 and entra_object_id = any($2::uuid[])`,
    [tenantId, `{${ids.join(',')}}`],
  );
  return new Map(rows.map(({ oid, kind }) => [oid, kind]));
}

/** Gives somebody a kind by hand; undefined takes it back. Safe to repeat. */
export async function setKindByHand(
  tenantId: TenantId,
  tx: Tx,
  id: EntraObjectId,
  kind: PersonKind | undefined,
): Promise<void> {
  if (kind === undefined) {
    await tx.query('delete from kinds_by_hand where tenant_id = $1 and entra_object_id = $2', [tenantId, id]);
    return;
  }
  await tx.query(
    `insert into kinds_by_hand (tenant_id, entra_object_id, kind) values ($1, $2, $3)
     on conflict (tenant_id, entra_object_id) do update set kind = excluded.kind, set_at = now()`,
    [tenantId, id, kind],
  );
}
