import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import type { StoredMessage } from './stored-message.schema.ts';

type Kind = StoredMessage['kind'];

/** What must not be sent late, after a message of each kind was stored. */
const OVERTAKES: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
  pause: ['pause', 'resume'],
  resume: ['pause', 'resume'],
  // Each of the others would raise a workflow that is to stay away.
  unlink: ['syncNow', 'pause', 'resume', 'approveCleanUp', 'unlink'],
  // Whoever syncs is linked again: what stopped the sync would stop the new one.
  syncNow: ['unlink'],
};

/**
 * Drops what was said before, has not reached Temporal, and would undo what is said now: sent late, an old pause would
 * undo the resume that came after it. Called before the new message is stored, in its transaction.
 */
export async function dropOvertaken(tenantId: TenantId, tx: Tx, by: Kind): Promise<void> {
  const overtaken = OVERTAKES[by] ?? [];
  if (overtaken.length === 0) return;
  await tx.query(
    `delete from outbox where tenant_id = $1 and sent_at is null and message ->> 'kind' = any($2::text[])`,
    [tenantId, [...overtaken]],
  );
}
