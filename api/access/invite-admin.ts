import { createInvitation } from '../../db/create-invitation.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';
import { hashOfKey } from './caller-of.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'newKey' | 'publicUrl'>;

/** Long enough for somebody who is on holiday, short enough that an old mail opens nothing. */
const INVITED_FOR_MS = 7 * 24 * 3_600_000;

export type MadeInvitation = { readonly url: string; readonly expiresAt: Date };

/** Makes a link that lets whoever signs in with it first administer the tenant. It is shown this once. */
export async function inviteAdmin({ db, now, newKey, publicUrl }: Deps, tenantId: TenantId): Promise<MadeInvitation> {
  const secret = newKey();
  const expiresAt = new Date(now().getTime() + INVITED_FOR_MS);
  await db.inTransaction(tenantId, async (tx) => {
    requireStatus(await findTenant(tenantId, tx), NOT_LEAVING);
    await createInvitation(tenantId, tx, { hash: hashOfKey(secret), expiresAt });
  });
  return { url: `${publicUrl}/invitations/${secret}`, expiresAt };
}
