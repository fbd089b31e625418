import type { TenantId } from '../../sync/ids.ts';
import type { AcrossTenantsTx } from '../database.ts';
import { StoredMessage } from '../stored-message.schema.ts';

export type UnsentMessage = { readonly tenantId: TenantId; readonly id: string; readonly message: StoredMessage };

/** More than these wait for the next round. */
const MESSAGES_A_ROUND = 1000;

/**
 * Messages that were stored but not sent, the oldest first: the reconciler looks after all tenants at once. A message
 * that only a newer version of Rollcall understands is left to that version.
 */
export async function unsentMessages(tx: AcrossTenantsTx, olderThanMs: number): Promise<readonly UnsentMessage[]> {
  const rows = await tx.query<{ tenantId: TenantId; id: string; message: unknown }>(
    `select tenant_id as "tenantId", id, message from outbox
     where sent_at is null and created_at <= now() - make_interval(secs => $1::float8 / 1000)
     order by created_at, id limit $2`,
    [olderThanMs, MESSAGES_A_ROUND],
  );
  return rows.flatMap(({ tenantId, id, message }) => {
    const known = StoredMessage.safeParse(message);
    return known.success ? [{ tenantId, id, message: known.data }] : [];
  });
}

/** Notes that a message has reached Temporal. Safe to repeat. */
export async function markSent(tx: AcrossTenantsTx, id: string): Promise<void> {
  await tx.query('update outbox set sent_at = now() where id = $1 and sent_at is null', [id]);
}

export type TenantToReconcile = { readonly id: TenantId; readonly isLeaving: boolean };

/** Tenants that should have a running workflow: the reconciler gives it back to those that have none. */
export function listTenantsToReconcile(tx: AcrossTenantsTx): Promise<readonly TenantToReconcile[]> {
  return tx.query<TenantToReconcile>(
    `select id, status = 'offboarding' as "isLeaving" from tenants
     where status in ('active', 'paused', 'needsAttention', 'offboarding') order by id`,
    [],
  );
}
