import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Invites whoever signs in with it first. `hash` is a digest of the secret in its link. */
export async function createInvitation(
  tenantId: TenantId,
  tx: Tx,
  { hash, expiresAt }: { readonly hash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  await tx.query('insert into invitations (hash, tenant_id, expires_at) values ($2, $1, $3)', [
    ...[tenantId, hash, expiresAt],
  ]);
}
