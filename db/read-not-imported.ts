import type { RunId, TenantId } from '../sync/ids.ts';
import type { SkipReason } from '../sync/skip-reason.ts';
import type { Tx } from './database.ts';

export type NotImported = {
  /** The run that has told it last. */
  readonly runId: RunId;
  readonly people: Readonly<Partial<Record<SkipReason, number>>>;
};

/** How many people of the directory are left out by which rule, as runs noted it; undefined: no run has told it yet. */
export async function readNotImported(tenantId: TenantId, tx: Tx): Promise<NotImported | undefined> {
  const [row] = await tx.query<{ id: RunId; not_imported: NotImported['people'] }>(
    `select id::text, not_imported from sync_runs where tenant_id = $1 and not_imported is not null
     order by sync_runs.id desc limit 1`,
    [tenantId],
  );
  return row && { runId: row.id, people: row.not_imported };
}
