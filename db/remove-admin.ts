import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { listAdmins } from './list-admins.ts';
import { lockTenant } from './lock-tenant.ts';

export type AdminRemoval = 'removed' | 'notThere' | 'isLast';

/**
 * Takes the tenant from one of its admins: their sessions end with it, and an invitation that they have used lets nobody in
 * again. The last admin stays, unless it is said that it may be the last. Of two who remove each other at once one stays. Safe
 * to repeat.
 */
export async function removeAdmin(
  tenantId: TenantId,
  tx: Tx,
  person: EntraObjectId,
  { evenLast }: { readonly evenLast: boolean },
): Promise<AdminRemoval> {
  await lockTenant(tenantId, tx);
  const admins = await listAdmins(tenantId, tx);
  if (!admins.some(({ entraObjectId }) => entraObjectId === person)) return 'notThere';
  if (admins.length === 1 && !evenLast) return 'isLast';
  const who = [tenantId, person];
  await tx.query('delete from admins where tenant_id = $1 and entra_object_id = $2', who);
  await tx.query('delete from sessions where tenant_id = $1 and entra_object_id = $2', who);
  await tx.query('delete from invitations where tenant_id = $1 and used_by = $2', who);
  return 'removed';
}
