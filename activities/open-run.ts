import { activityInfo } from '@temporalio/activity';
import { openRun as storeRun } from '../db/open-run.ts';
import { assertNever } from '../sync/assert-never.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { RunKind, Trigger } from '../sync/run.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { runFailure } from './failures.ts';

export type OpenRunRequest = {
  readonly tenantId: TenantId;
  readonly trigger: Trigger;
  readonly full: boolean;
  readonly requestIds: readonly string[];
  /** The held run whose clean-up was approved. */
  readonly approves?: RunId;
};

export type OpenedRun = {
  readonly answer: 'opened';
  readonly runId: RunId;
  readonly kind: RunKind;
  readonly trigger: Trigger;
  readonly heartbeatMs: number;
};
export type OpenRunAnswer =
  OpenedRun | { readonly answer: 'paused'; readonly trigger: Trigger } | { readonly answer: 'refused' };

/**
 * Opens a tenant's next run and takes its lease from an earlier one that never ended.
 *
 * Safe to run twice: the run is found again by the workflow and activity that opened it.
 */
export async function openRun(
  { db, now, heartbeatMs, fingerprint }: Pick<ActivityDeps, 'db' | 'now' | 'heartbeatMs' | 'fingerprint'>,
  { tenantId, ...request }: OpenRunRequest,
): Promise<OpenRunAnswer> {
  const { workflowExecution, activityId } = activityInfo();
  const workflowRunId = workflowExecution?.runId ?? 'none';
  const opened = await db.inTransaction(tenantId, (tx) =>
    storeRun(tenantId, tx, { ...request, openedBy: `${workflowRunId}/${activityId}`, now: now(), fingerprint }),
  );
  switch (opened.answer) {
    case 'opened': {
      const { answer, runId, kind, trigger } = opened;
      return { answer, runId, kind, trigger, heartbeatMs };
    }
    case 'notRunnable':
      throw runFailure(opened.code);
    case 'paused':
    case 'refused':
      return opened;
    default:
      return assertNever(opened);
  }
}
