import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  condition,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  TerminatedFailure,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { OpenedRun } from '../activities/open-run.ts';
import type { FailureCode } from '../sync/failure.ts';
import * as contract from '../temporal/contract.ts';
import { syncRun } from './sync-run.ts';
import { tell } from './tenant-details.ts';
import type { TenantSyncState } from './tenant-sync-state.ts';

const ENDED: FailureCode = 'workflowEnded';
const UNKNOWN: FailureCode = 'unknown';

/** What one execution of tenantSync counts. It is not carried over: a new history begins at nought. */
export type Progress = { runs: number; signals: number; running: string | undefined };

/** How a run ended: `stoppedByUs` for a pause or an off-boarding, else its outcome or the code of its failure. */
export async function followRun(run: OpenedRun, state: TenantSyncState, progress: Progress): Promise<string> {
  progress.running = contract.syncRunId(state.tenantId, run.runId);
  tell(state, { kind: 'running', run });
  let done = false;
  let stopped = false;
  try {
    const scope = new CancellationScope();
    const child = scope.run(() => startRun(run, state)).finally(() => (done = true));
    child.catch(() => undefined); // awaited below: unhandled until then, it would fail the workflow task
    await condition(() => done || state.offboarding || state.paused);
    if (!done) {
      stopped = true;
      scope.cancel();
    }
    const { outcome } = await child;
    state.failures = 0;
    return outcome;
  } catch (err) {
    // Only a workflow that was reset meets the run which its past has started: that run is given up, and another follows.
    if (err instanceof WorkflowExecutionAlreadyStartedError) {
      state.failures++;
      return ENDED;
    }
    if (!(err instanceof ChildWorkflowFailure)) throw err; // this workflow itself is cancelled, or a bug waits for its fix
    if (isCancellation(err)) return stopped ? 'stoppedByUs' : 'cancelled';
    state.failures++;
    return codeOf(err.cause);
  } finally {
    progress.running = undefined;
  }
}

const startRun = (run: OpenedRun, { tenantId }: TenantSyncState): Promise<contract.RunOutcome> =>
  executeChild(syncRun, {
    workflowId: contract.syncRunId(tenantId, run.runId),
    args: [{ v: 1, tenantId, runId: run.runId, kind: run.kind, heartbeatMs: run.heartbeatMs, chunks: 0 }],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `${run.kind} run, ${run.trigger}`,
    priority: { priorityKey: run.trigger === 'schedule' ? 3 : 2, fairnessKey: tenantId },
    typedSearchAttributes: [
      { key: contract.TenantIdKey, value: tenantId },
      { key: contract.SyncTriggerKey, value: run.trigger },
    ],
  });

/** The code a person finds in docs and search: how the run failed, or that somebody ended its workflow. */
function codeOf(cause: unknown): string {
  if (cause instanceof TerminatedFailure) return ENDED;
  return cause instanceof ApplicationFailure ? (cause.type ?? UNKNOWN) : UNKNOWN;
}
