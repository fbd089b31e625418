import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { lockTenant } from './lock-tenant.ts';

/** Tables of a tenant in an order that keeps references whole, those with many rows first. */
const TABLES = [
  'employees',
  'search_blocks',
  'run_changes',
  'hand_changes',
  'mailbox_answers',
  'kinds_by_hand',
  'listing_pages',
  'scope_pages',
  'people_to_ask',
  'employee_photos',
  'planned_removals',
  'preview_changes',
  'preview_duplicates',
  'preview_pages',
  'previews',
  'sync_runs',
  'outbox',
  'sessions',
  'expected_returns',
  'invitations',
  'admins',
  'api_keys',
  'example_versions',
  'field_versions',
  'integration_settings',
] as const;

/**
 * Erases a tenant, at most so many rows at a time; its own row goes last, so that it can be told until then. `done`
 * is said again of a tenant that is gone.
 */
export async function eraseTenant(tenantId: TenantId, tx: Tx, rows: number): Promise<'more' | 'done'> {
  // A preview goes on beside whatever else happens: none may write a page while its tenant is erased.
  await lockTenant(tenantId, tx);
  await tx.query(`update tenants set status = 'offboarding' where id = $1 and status <> 'offboarding'`, [tenantId]);
  let left = rows;
  for (const table of TABLES) {
    const erased = await tx.query(
      `delete from ${table} where ctid = any(array(select ctid from ${table} where tenant_id = $1 limit $2)) returning 1`,
      [tenantId, left],
    );
    left -= erased.length;
    if (left === 0) return 'more';
  }
  await tx.query('delete from tenants where id = $1', [tenantId]);
  return 'done';
}
