import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import type { StoredMessage } from './stored-message.schema.ts';

/**
 * Stores a message in the transaction of the change that it tells of. It is sent after the commit; what could not be
 * sent then is sent by the reconciler. Safe to repeat: one id is one message.
 */
export async function storeMessage(
  tenantId: TenantId,
  tx: Tx,
  { id, message }: { readonly id: string; readonly message: StoredMessage },
): Promise<void> {
  await tx.query('insert into outbox (id, tenant_id, message) values ($2, $1, $3::jsonb) on conflict (id) do nothing', [
    tenantId,
    id,
    JSON.stringify(message),
  ]);
}

/** Notes that a message has reached Temporal. Safe to repeat. */
export async function markMessageSent(tenantId: TenantId, tx: Tx, id: string): Promise<void> {
  await tx.query('update outbox set sent_at = now() where tenant_id = $1 and id = $2 and sent_at is null', [
    tenantId,
    id,
  ]);
}
