import { setCurrentDetails } from '@temporalio/workflow';
import type { OpenedRun } from '../activities/open-run.ts';
import { assertNever } from '../sync/assert-never.ts';
import { failureOf } from '../sync/failure.ts';
import type { EndedRun } from '../temporal/contract.ts';
import type { TenantSyncState } from './tenant-sync-state.ts';

/** What tenantSync does, or waits for. */
export type Doing =
  | { readonly kind: 'sleeping' | 'paused' | 'opening' | 'noting' | 'beginningAnew' | 'offBoarding' | 'offBoarded' }
  | { readonly kind: 'running'; readonly run: OpenedRun };

/** The summary of a workflow's start stands in its first history alone: Temporal gives it to no later one. */
const FOR = 'Keeps one directory in step with Microsoft Entra ID.';

/**
 * Says in the Temporal UI what this workflow is for, what it does or waits for, and how the last run ended. All of it is
 * made of what continue-as-new carries, since details, unlike search attributes, are not carried
 * (https://docs.temporal.io/develop/typescript/enriching-ui); so it is said anew before each wait.
 */
export function tell(state: TenantSyncState, doing: Doing): void {
  const last = state.last === undefined ? [] : [lastRun(state.last)];
  setCurrentDetails([FOR, now(state, doing), ...last].join('\n\n'));
}

function now({ nextSyncAt }: TenantSyncState, doing: Doing): string {
  switch (doing.kind) {
    case 'sleeping':
      return `Waits for the next run at ${new Date(nextSyncAt).toISOString()}; syncNow starts it at once.`;
    case 'paused':
      return 'Paused. Nothing is synced until somebody resumes.';
    case 'opening':
      return 'Opens a run, as soon as PostgreSQL answers.';
    case 'running':
      return `Run ${doing.run.runId} (${doing.run.kind}, ${doing.run.trigger}) is going.`;
    case 'noting':
      return 'Notes when the next run is due, as soon as PostgreSQL answers.';
    case 'beginningAnew':
      return 'Goes on in its next history: see Latest Execution.';
    case 'offBoarding':
      return 'Off-boarding: the tenant’s people are being erased.';
    case 'offBoarded':
      return 'Off-boarded: the tenant’s people are erased.';
    default:
      return assertNever(doing);
  }
}

function lastRun({ runId, outcome }: EndedRun): string {
  switch (outcome) {
    case 'succeeded':
      return `Run ${runId} succeeded.`;
    case 'held':
      return `Run ${runId} was held: a person approves or rejects its clean-up.`;
    case 'cancelled':
      return `Run ${runId} was stopped before its end.`;
    default:
      return `Run ${runId} failed: ${failureOf(outcome).message}`;
  }
}
