import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/**
 * How far a request for a run has come: `unknown`, nobody asked for it; `stored`, Temporal has not taken it yet; `told`,
 * its run is yet to begin; `begun`, there is a run that answers it.
 */
export type RequestProgress = 'unknown' | 'stored' | 'told' | 'begun';

/** `requestId`: a UUID. */
export async function findRequest(tenantId: TenantId, tx: Tx, requestId: string): Promise<RequestProgress> {
  const [row] = await tx.query<{ progress: RequestProgress }>(
    `select case
         when exists (select from sync_runs r where r.tenant_id = $1 and $2::text = any(r.request_ids)) then 'begun'
         when o.sent_at is null then 'stored'
         else 'told'
       end as progress
     from outbox o where o.tenant_id = $1 and o.id = $2::uuid`,
    [tenantId, requestId],
  );
  return row?.progress ?? 'unknown';
}
