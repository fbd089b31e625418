import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/**
 * How far a request for a run has come: `unknown`, nobody asked for it; `stored`, Temporal has not taken it yet; `told`,
 * its run is yet to begin; `begun`, the run that answers it is going; `ended`, it has ended.
 */
export type RequestProgress = 'unknown' | 'stored' | 'told' | 'begun' | 'ended';

/** `requestId`: a UUID. */
export async function findRequest(tenantId: TenantId, tx: Tx, requestId: string): Promise<RequestProgress> {
  const [row] = await tx.query<{ progress: RequestProgress }>(
    `select case
         when a.going then 'begun'
         when a.going is not null then 'ended'
         when o.sent_at is null then 'stored'
         else 'told'
       end as progress
     from outbox o, lateral (
       select bool_or(r.state = 'running') as going from sync_runs r where r.tenant_id = $1 and $2::text = any(r.request_ids)
     ) a
     where o.tenant_id = $1 and o.id = $2::uuid`,
    [tenantId, requestId],
  );
  return row?.progress ?? 'unknown';
}

/** How far the clean-up has come that the approval of this run's list asked for. Never `stored`: that is not told apart. */
export async function findApproval(tenantId: TenantId, tx: Tx, approves: RunId): Promise<RequestProgress> {
  const [row] = await tx.query<{ progress: RequestProgress }>(
    `select case when a.going then 'begun' when a.going is not null then 'ended' else 'told' end as progress
     from sync_runs held, lateral (
       select bool_or(r.state = 'running') as going from sync_runs r
       where r.tenant_id = $1 and r.id > held.id and r.approves = held.id
     ) a
     where held.tenant_id = $1 and held.id = $2 and held.decision = 'approved'`,
    [tenantId, approves],
  );
  return row?.progress ?? 'unknown';
}
