import type { EntraObjectId, TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';

/** Whose session it is. */
export type SessionOwner =
  | {
      readonly kind: 'operator';
      /** SHA-256 of the key that opened it. */
      readonly keyHash: Buffer;
    }
  | {
      readonly kind: 'admin';
      readonly tenantId: TenantId;
      readonly entraObjectId: EntraObjectId;
      /** As Microsoft says it, to be shown to that admin. */
      readonly name: string;
    };

export type FoundSession = SessionOwner & {
  /** Of an operator's: the key is stored, and was not taken back. */
  readonly keyStored: boolean;
};

/**
 * Sessions lie across tenants, because a request is nobody's until its session has said whose it is, and an operator's
 * belongs to no tenant. `hash` is a digest of the secret in the cookie. Opening one forgets those that are over.
 */
export async function createSession(
  tx: AcrossTenantsTx,
  { hash, owner, now, expiresAt }: { hash: Buffer; owner: SessionOwner; now: Date; expiresAt: Date },
): Promise<void> {
  const admin = owner.kind === 'admin' ? owner : undefined;
  await tx.query('delete from sessions where expires_at <= $1', [now]);
  await tx.query(
    `insert into sessions (hash, key_hash, tenant_id, entra_object_id, name, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      hash,
      owner.kind === 'operator' ? owner.keyHash : null,
      ...[admin?.tenantId ?? null, admin?.entraObjectId ?? null, admin?.name ?? null],
      ...[now, expiresAt],
    ],
  );
}

/** The session of that digest; undefined: there is none, or it is over. */
export async function findSession(tx: AcrossTenantsTx, hash: Buffer, now: Date): Promise<FoundSession | undefined> {
  const [row] = await tx.query<
    { keyStored: boolean } & (
      | { keyHash: Buffer; tenantId: null; entraObjectId: null; name: null }
      | { keyHash: null; tenantId: TenantId; entraObjectId: EntraObjectId; name: string }
    )
  >(
    `select key_hash as "keyHash", tenant_id as "tenantId", entra_object_id as "entraObjectId", name,
       exists (select from api_keys k where k.hash = s.key_hash and k.tenant_id is null) as "keyStored"
     from sessions s where s.hash = $1 and s.expires_at > $2`,
    [hash, now],
  );
  if (row === undefined) return undefined;
  const { keyStored } = row;
  return row.keyHash === null
    ? { kind: 'admin', tenantId: row.tenantId, entraObjectId: row.entraObjectId, name: row.name, keyStored }
    : { kind: 'operator', keyHash: row.keyHash, keyStored };
}

/** Ends a session. Safe to repeat. */
export async function endSession(tx: AcrossTenantsTx, hash: Buffer): Promise<void> {
  await tx.query('delete from sessions where hash = $1', [hash]);
}
