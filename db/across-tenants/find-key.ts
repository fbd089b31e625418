import type { TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';

export type FoundKey = {
  readonly keyId: string;
  /** Null: an operator's key. */
  readonly tenantId: TenantId | null;
};

/** Whose key has this SHA-256. Across tenants, because a request is nobody's until its key has said whose it is. */
export async function findKey(tx: AcrossTenantsTx, hash: Buffer): Promise<FoundKey | undefined> {
  const [key] = await tx.query<FoundKey>(
    'select id as "keyId", tenant_id as "tenantId" from api_keys where hash = $1',
    [hash],
  );
  return key;
}

/** Notes that a key was used, at most once a minute: a busy consumer shall not write with every request. */
export async function touchKey(tx: AcrossTenantsTx, keyId: string, now: Date): Promise<void> {
  await tx.query(
    `update api_keys set last_used_at = $2
     where id = $1 and (last_used_at is null or last_used_at <= $2::timestamptz - interval '1 minute')`,
    [keyId, now],
  );
}
