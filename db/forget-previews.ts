import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { dropMembers } from './store-members-page.ts';

/** Notes when a preview of this tenant is to be forgotten; undefined: none is there. */
export async function schedulePreviews(tenantId: TenantId, tx: Tx, at: Date | undefined): Promise<void> {
  await tx.query('update tenants set previews_due_at = $2 where id = $1', [tenantId, at ?? null]);
}

/** Tables with a row a person. */
const PEOPLE = ['preview_duplicates', 'preview_changes'] as const;

/** Forgets what a preview has planned so far. Safe to repeat. */
export async function dropPreviewPlan(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  for (const table of PEOPLE) {
    await tx.query(`delete from ${table} where tenant_id = $1 and run_id = $2`, [tenantId, runId]);
  }
  await tx.query('delete from preview_pages where tenant_id = $1 and run_id = $2', [tenantId, runId]);
}

/**
 * Forgets a preview, at most so many people at a time, and its number last: until then it can be told that it was there.
 * The caller has the tenant's row locked, so that no page of it is written meanwhile. Safe to repeat.
 */
export async function forgetPreview(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  people: number,
): Promise<'more' | 'done'> {
  let left = people;
  for (const table of PEOPLE) {
    const forgotten = await tx.query(
      `delete from ${table} where ctid = any(array(
         select ctid from ${table} where tenant_id = $1 and run_id = $2 limit $3)) returning 1`,
      [tenantId, runId, left],
    );
    left -= forgotten.length;
    if (left === 0) return 'more';
  }
  await tx.query('delete from preview_pages where tenant_id = $1 and run_id = $2', [tenantId, runId]);
  await dropMembers(tenantId, tx, runId);
  await tx.query('delete from previews where tenant_id = $1 and run_id = $2', [tenantId, runId]);
  await tx.query(`delete from sync_runs where tenant_id = $1 and id = $2 and kind = 'preview'`, [tenantId, runId]);
  return 'done';
}
