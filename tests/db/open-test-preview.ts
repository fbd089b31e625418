import { completePreview } from '../../db/complete-preview.ts';
import { notePreviewed } from '../../db/note-previewed.ts';
import { closeRun } from '../../db/close-run.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import { lockRun } from '../../db/lock-run.ts';
import { openPreview } from '../../db/open-preview.ts';
import { readHoldersByPlan } from '../../db/read-holders-by-plan.ts';
import { readRunWork } from '../../db/read-run-work.ts';
import { storePreviewPage } from '../../db/store-preview-page.ts';
import { guardCleanUp } from '../../sync/clean-up-guard.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { Field } from '../../sync/field.schema.ts';
import type { EntraObjectId, RunId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { previewedChanges } from '../../sync/previewed-changes.ts';
import { compileRules } from '../../sync/rules.ts';
import { newDuplicates } from '../../sync/settle-addresses.ts';
import { NOW, type TestTenant } from './stage.ts';

type Unsaved = {
  readonly change?: (saved: IntegrationSettings) => IntegrationSettings;
  readonly fields?: readonly Field[];
  readonly now?: Date;
};

/** A preview that has read nothing yet, by settings that are changed so. */
export function openTestPreview(tenant: TestTenant, { change, fields, now = NOW }: Unsaved = {}): Promise<RunId> {
  return tenant.inTransaction(async (tx) => {
    const { settings } = await readIntegration(tenant.id, tx);
    const openedBy = `preview/${Math.random()}`;
    return openPreview(tenant.id, tx, { settings: change?.(settings), fields, openedBy, now });
  });
}

/** Plans people by the preview's rules and stores the plan as its next page. */
export function previewPage(
  tenant: TestTenant,
  runId: RunId,
  users: readonly EntraUser[],
  { last = true, removed = [] }: { readonly last?: boolean; readonly removed?: readonly EntraObjectId[] } = {},
): Promise<number> {
  return tenant.inTransaction(async (tx) => {
    const run = await lockRun(tenant.id, tx, runId);
    const work = await readRunWork(tenant.id, tx, runId);
    if (run === undefined || work === undefined) throw new Error('The preview has ended.');
    const rules = compileRules(work.settings, work.fields);
    const planned = await tenant.plan(tx, runId, users);
    const page = { ...planned, changes: previewedChanges(planned), removed, cleanUpEnabled: rules.cleanUpEnabled };
    const step = {
      cursor: last ? null : `next-${run.page + 1}`,
      fetchedBy: null,
      expected: users.length,
      complete: true,
    };
    return storePreviewPage(tenant.id, tx, runId, run.page, page, step);
  });
}

/** A preview of these people to its end. */
export async function previewAll(tenant: TestTenant, users: readonly EntraUser[], about: Unsaved = {}): Promise<RunId> {
  const runId = await openTestPreview(tenant, about);
  await previewPage(tenant, runId, users);
  await completeTestPreview(tenant, runId, about.now);
  return runId;
}

/** What follows the last page. */
export async function completeTestPreview(tenant: TestTenant, runId: RunId, now = NOW): Promise<void> {
  await tenant.inTransaction(async (tx) => {
    const work = await readRunWork(tenant.id, tx, runId);
    if (work === undefined) throw new Error('The preview has ended.');
    const { cleanUp } = work.settings;
    const facts = await completePreview(tenant.id, tx, runId, { cleanUpEnabled: cleanUp.enabled, now });
    const holders = await readHoldersByPlan(tenant.id, tx, runId);
    const verdict = guardCleanUp(facts, cleanUp);
    const hold = verdict.kind === 'hold' ? verdict : undefined;
    await notePreviewed(tenant.id, tx, runId, { duplicates: newDuplicates(holders), hold });
    await closeRun(tenant.id, tx, runId, { outcome: 'succeeded', now });
  });
}
