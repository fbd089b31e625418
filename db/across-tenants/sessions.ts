import type { EntraObjectId, EntraTenantId, TenantId } from '../../sync/ids.ts';
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
      /** The directory that they signed in to. */
      readonly entraTenantId: EntraTenantId;
      readonly entraObjectId: EntraObjectId;
      /** As Microsoft says it, to be shown to that admin. */
      readonly name: string;
      /** A role of theirs may consent for the directory, as the ID token said. */
      readonly mayConsent: boolean;
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
    `insert into sessions (hash, key_hash, tenant_id, entra_tenant_id, entra_object_id, name, may_consent, created_at,
       expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      hash,
      owner.kind === 'operator' ? owner.keyHash : null,
      ...[admin?.tenantId ?? null, admin?.entraTenantId ?? null, admin?.entraObjectId ?? null],
      ...[admin?.name ?? null, admin?.mayConsent ?? false, now, expiresAt],
    ],
  );
}

/**
 * The session of that digest; undefined: there is none, or it is over. An admin's is over once they are none any more,
 * or their tenant is linked to another directory than theirs.
 */
export async function findSession(tx: AcrossTenantsTx, hash: Buffer, now: Date): Promise<FoundSession | undefined> {
  const [row] = await tx.query<
    { keyStored: boolean } & (
      { keyHash: Buffer; tenantId: null } | ({ keyHash: null } & Omit<Extract<SessionOwner, { kind: 'admin' }>, 'kind'>)
    )
  >(
    `select key_hash as "keyHash", s.tenant_id as "tenantId", s.entra_tenant_id as "entraTenantId",
       s.entra_object_id as "entraObjectId", s.name, s.may_consent as "mayConsent",
       exists (select from api_keys k where k.hash = s.key_hash and k.tenant_id is null) as "keyStored"
     from sessions s
     where s.hash = $1 and s.expires_at > $2 and (s.tenant_id is null or exists (
       select from admins a join tenants t on t.id = a.tenant_id
       where a.tenant_id = s.tenant_id and a.entra_tenant_id = s.entra_tenant_id
         and a.entra_object_id = s.entra_object_id
         and (t.entra_tenant_id is null or t.entra_tenant_id = a.entra_tenant_id)))`,
    [hash, now],
  );
  if (row === undefined) return undefined;
  const { keyStored } = row;
  if (row.keyHash !== null) return { kind: 'operator', keyHash: row.keyHash, keyStored };
  const { keyHash: _, ...admin } = row;
  return { kind: 'admin', ...admin };
}

/** Ends a session. Safe to repeat. */
export async function endSession(tx: AcrossTenantsTx, hash: Buffer): Promise<void> {
  await tx.query('delete from sessions where hash = $1', [hash]);
}
