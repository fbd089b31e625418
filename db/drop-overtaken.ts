import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/**
 * Drops what was said before about pausing and has not reached Temporal: sent late, an old pause would undo the resume
 * that came after it. Called before the new message is stored, in its transaction.
 */
export async function dropOvertaken(tenantId: TenantId, tx: Tx): Promise<void> {
  await tx.query(
    `delete from outbox where tenant_id = $1 and sent_at is null and message ->> 'kind' in ('pause', 'resume')`,
    [tenantId],
  );
}
