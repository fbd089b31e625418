import type { RunId, TenantId } from '../../sync/ids.ts';
import type { RunRow } from '../../db/run-row.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { ProblemError } from '../problem-error.ts';
import { findTenant, refuseOffboarded, requireStatus, SYNCING } from '../require-status.ts';
import { findRun } from './find-run.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

/** A full or incremental run that failed or was cancelled. */
export const isRetryable = ({ kind, state }: Pick<RunRow, 'kind' | 'state'>): boolean =>
  (kind === 'full' || kind === 'incremental') && (state === 'failed' || state === 'cancelled');

/** Runs again what failed or was cancelled; the request's id finds the run. Throws ProblemError for all other runs. */
export async function retryRun(deps: Deps, tenantId: TenantId, runId: RunId): Promise<string> {
  const requestId = deps.newId();
  const { delivery } = await changeAndTell(deps, tenantId, async (tx, tell) => {
    const run = await findRun(tenantId, tx, runId);
    requireStatus(await findTenant(tenantId, tx), SYNCING);
    if (run.kind === 'preview') {
      throw new ProblemError('notRetryable', `Run ${runId} is a preview, which is not run again.`, {
        remedy: 'Preview the settings once more: that starts a new one.',
      });
    }
    if (!isRetryable(run)) {
      throw new ProblemError('notRetryable', `Run ${runId} (${run.kind}, ${run.state}) cannot be retried.`, {
        remedy: 'Only a full or incremental run that failed or was cancelled can be. Sync Now starts a new run.',
      });
    }
    await tell({ kind: 'syncNow', requestId, trigger: 'retry', full: run.kind === 'full' });
  });
  refuseOffboarded(delivery);
  return requestId;
}
