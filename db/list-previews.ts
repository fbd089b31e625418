import * as z from 'zod';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { StoredPreview } from '../sync/preview-limits.ts';
import type { Tx } from './database.ts';

/** The tenant's previews, going and ended: a handful. */
export async function listPreviews(tenantId: TenantId, tx: Tx): Promise<readonly StoredPreview[]> {
  const rows = await tx.query<{ id: RunId; started_at: string; running: boolean }>(
    `select id::text, started_at, state = 'running' as running from sync_runs
     where tenant_id = $1 and kind = 'preview' order by sync_runs.id desc`,
    [tenantId],
  );
  return rows.map(({ id, started_at, running }) => ({
    runId: id,
    startedAt: z.coerce.date().parse(started_at),
    running,
  }));
}
