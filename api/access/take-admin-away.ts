import { removeAdmin } from '../../db/remove-admin.ts';
import type { EntraObjectId, TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { notFound, ProblemError } from '../problem-error.ts';
import { findTenant } from '../require-status.ts';

/**
 * Removes an admin, whose sessions end at once, and so do the tenant's unused invitations; its keys stay. Throws ProblemError: `lastAdmin` for the last one, unless `evenLast`. A second
 * time there is no such admin.
 */
export async function takeAdminAway(
  { db, log }: Pick<ApiDeps, 'db' | 'log'>,
  tenantId: TenantId,
  person: EntraObjectId,
  { evenLast }: { readonly evenLast: boolean },
): Promise<void> {
  const removal = await db.inTransaction(tenantId, async (tx) => {
    await findTenant(tenantId, tx);
    return removeAdmin(tenantId, tx, person, { evenLast });
  });
  switch (removal) {
    case 'removed':
      log.info({ event: 'adminRemoved', tenantId });
      return;
    case 'notThere':
      throw notFound('admin');
    case 'isLast':
      throw new ProblemError('lastAdmin', 'This is the last admin: without them nobody could sign in to this tenant.', {
        remedy: 'Invite another admin first, or let an operator remove this one.',
      });
  }
}
