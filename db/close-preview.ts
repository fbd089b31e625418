import type { RunId, TenantId } from '../sync/ids.ts';
import type { RunState } from '../sync/run.ts';
import type { Tx } from './database.ts';
import { dropPreviewPlan } from './forget-previews.ts';
import { dropMembers } from './store-members-page.ts';

/**
 * What is left of a preview that has ended: its plan, where it came to its end. Nothing of it is noted at the tenant,
 * which neither was synced nor failed by it. Safe to repeat.
 */
export async function closePreview(tenantId: TenantId, tx: Tx, runId: RunId, state: RunState): Promise<void> {
  await dropMembers(tenantId, tx, runId);
  if (state !== 'succeeded') await dropPreviewPlan(tenantId, tx, runId);
}
