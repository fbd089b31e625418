import type { Tx } from '../db/database.ts';
import { dropOvertaken } from '../db/drop-overtaken.ts';
import { markMessageSent, storeMessage } from '../db/outbox.ts';
import type { TenantId } from '../sync/ids.ts';
import type { TenantMessage } from '../temporal/sync-client.ts';
import type { ApiDeps } from './api-deps.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;
type Tell = (message: TenantMessage) => Promise<void>;

/** `offboarded`: the tenant's workflow has ended for good, and is not raised again. */
export type Delivery = 'sent' | 'waits' | 'offboarded';

/**
 * Changes a tenant and tells its workflow (docs/adr/0009): messages are stored in the transaction of the change and
 * sent after its commit. One that Temporal does not take now waits for the reconciler, so the change stands either way.
 */
export async function changeAndTell<T>(
  deps: Deps,
  tenantId: TenantId,
  change: (tx: Tx, tell: Tell) => Promise<T>,
): Promise<{ readonly result: T; readonly delivery: Delivery }> {
  const told: { readonly id: string; readonly message: TenantMessage }[] = [];
  const result = await deps.db.inTransaction(tenantId, (tx) =>
    change(tx, async (message) => {
      const id = message.kind === 'syncNow' ? message.requestId : deps.newId();
      await dropOvertaken(tenantId, tx, message.kind);
      await storeMessage(tenantId, tx, { id, message });
      told.push({ id, message });
    }),
  );
  let delivery: Delivery = 'sent';
  for (const { id, message } of told) delivery = await deliver(deps, tenantId, id, message);
  return { result, delivery };
}

async function deliver(
  { db, sync, log }: Deps,
  tenantId: TenantId,
  id: string,
  message: TenantMessage,
): Promise<Delivery> {
  try {
    const delivery = await sync.send(tenantId, message);
    await db.inTransaction(tenantId, (tx) => markMessageSent(tenantId, tx, id));
    return delivery;
  } catch (err) {
    log.warn({ event: 'messageWaits', tenantId, message: message.kind, error: err instanceof Error ? err.name : '' });
    return 'waits';
  }
}
