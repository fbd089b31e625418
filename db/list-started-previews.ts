import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/**
 * Previews that count as going and whose start has reached Temporal, so that it can be asked about them: one that it
 * does not know was not yet told to it, but for that.
 */
export async function listStartedPreviews(tenantId: TenantId, tx: Tx): Promise<readonly RunId[]> {
  const rows = await tx.query<{ id: RunId }>(
    `select r.id::text from sync_runs r
     where r.tenant_id = $1 and r.kind = 'preview' and r.state = 'running' and not exists (
       select from outbox o where o.tenant_id = $1 and o.sent_at is null and o.message ->> 'kind' = 'preview'
         and o.message ->> 'runId' = r.id::text)
     order by r.id`,
    [tenantId],
  );
  return rows.map(({ id }) => id);
}
