import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionStatusName,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { assertNever } from '../sync/assert-never.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { Trigger } from '../sync/run.ts';
import type { syncRun } from '../workflows/sync-run.ts';
import type { tenantSync } from '../workflows/tenant-sync.ts';
import * as contract from './contract.ts';

/** What can be said to a tenant's workflow. Each message has an id, so that one sent twice counts once. */
export type TenantMessage =
  | { readonly kind: 'syncNow'; readonly requestId: string; readonly trigger: Trigger; readonly full: boolean }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Ends the workflow until it is started again. */
  | { readonly kind: 'unlink' }
  | { readonly kind: 'offboard' }
  | { readonly kind: 'approveCleanUp'; readonly runId: RunId }
  /** Starts a preview that is open in the database: a run of its own, which the tenant's workflow does not know of. */
  | { readonly kind: 'preview'; readonly runId: RunId };

export type PreviewEnd = 'going' | 'cancelled' | 'ended';

/** A call throws when Temporal has not answered it within five seconds. */
export type SyncClient = {
  /**
   * Delivers a message, and starts the tenant's workflow where it is not running: a dead one heals. `offboarded`:
   * the workflow ended because the tenant left, and nothing but another `offboard` raises it again. Safe to repeat.
   */
  readonly send: (tenantId: TenantId, message: TenantMessage) => Promise<'sent' | 'offboarded'>;
  /** Starts the tenant's workflow where none is running. Safe to repeat. */
  readonly start: (tenantId: TenantId) => Promise<'started' | 'offboarded'>;
  /** How the workflow of a preview that was started has ended. One that Temporal does not know any more has `ended`. */
  readonly previewEnd: (tenantId: TenantId, runId: RunId) => Promise<PreviewEnd>;
  /** Tenants whose workflow is running, as far as Temporal’s visibility knows: it can be seconds behind. */
  readonly runningTenants: () => Promise<ReadonlySet<TenantId>>;
  readonly ping: () => Promise<void>;
};

/**
 * Without an end, gRPC tries for half a minute while somebody waits, and goes on trying when a process that is told to
 * end has closed its connection.
 */
const ANSWER_WITHIN_MS = 5_000;
/** As SYNC_HEARTBEAT_TIMEOUT is unless it is set. */
const USUAL_HEARTBEAT_MS = 60_000;

/** Others are of a workflow that goes on. */
const END_OF: Partial<Record<WorkflowExecutionStatusName, PreviewEnd>> = {
  CANCELLED: 'cancelled',
  COMPLETED: 'ended',
  FAILED: 'ended',
  TERMINATED: 'ended',
  TIMED_OUT: 'ended',
};

/** @param heartbeatMs how long a dead worker may go unnoticed by a preview */
export function createSyncClient(
  client: Client,
  taskQueue: string = contract.SYNC_QUEUE,
  heartbeatMs = USUAL_HEARTBEAT_MS,
): SyncClient {
  const optionsFor = (tenantId: TenantId): WorkflowStartOptions<typeof tenantSync> => ({
    workflowId: contract.tenantSyncId(tenantId),
    taskQueue,
    args: [{ tenantId }],
    // An off-boarded tenant ended Completed and stays so; a failed, terminated or cancelled one is started anew.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: [{ key: contract.TenantIdKey, value: tenantId }],
    staticSummary: 'keeps one directory in step',
  });

  const inTime = <T>(call: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + ANSWER_WITHIN_MS, call);

  /** None that is running: there is nothing to end. */
  async function cancel(tenantId: TenantId): Promise<'sent'> {
    try {
      await inTime(() => client.workflow.getHandle(contract.tenantSyncId(tenantId)).cancel());
    } catch (err) {
      if (!(err instanceof WorkflowNotFoundError)) throw err;
    }
    return 'sent';
  }

  /**
   * One that is running is the one that was meant. One that has ended need not be: after PostgreSQL was set back to a
   * backup, its numbers are given again. Started once more for a preview that has ended, it finds that out and ends.
   */
  async function startPreview(tenantId: TenantId, runId: RunId): Promise<'sent'> {
    await inTime(() =>
      client.workflow.start<typeof syncRun>('syncRun', {
        workflowId: contract.syncRunId(tenantId, runId),
        taskQueue,
        args: [{ v: 1, tenantId, runId, kind: 'preview', heartbeatMs, chunks: 0 }],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: 'preview of what saving would change, manual',
        // As urgent as what else a person asks for (workflows/follow-run.ts).
        priority: { priorityKey: 2, fairnessKey: tenantId },
        typedSearchAttributes: [
          { key: contract.TenantIdKey, value: tenantId },
          { key: contract.SyncTriggerKey, value: 'manual' },
        ],
      }),
    );
    return 'sent';
  }

  async function previewEnd(tenantId: TenantId, runId: RunId): Promise<PreviewEnd> {
    try {
      const handle = client.workflow.getHandle(contract.syncRunId(tenantId, runId));
      const { status } = await inTime(() => handle.describe());
      return END_OF[status.name] ?? 'going';
    } catch (err) {
      if (err instanceof WorkflowNotFoundError) return 'ended';
      throw err;
    }
  }

  return {
    previewEnd,
    async send(tenantId, message) {
      if (message.kind === 'unlink') return cancel(tenantId);
      if (message.kind === 'preview') return startPreview(tenantId, message.runId);
      try {
        await inTime(() =>
          client.workflow.signalWithStart<typeof tenantSync, unknown[]>('tenantSync', {
            ...optionsFor(tenantId),
            // Whoever is off-boarded once more is in the database again, out of a backup.
            ...(message.kind === 'offboard' && { workflowIdReusePolicy: 'ALLOW_DUPLICATE' }),
            ...signalOf(message),
          }),
        );
        return 'sent';
      } catch (err) {
        if (err instanceof WorkflowExecutionAlreadyStartedError) return 'offboarded';
        throw err;
      }
    },
    async start(tenantId) {
      try {
        await inTime(() => client.workflow.start<typeof tenantSync>('tenantSync', optionsFor(tenantId)));
        return 'started';
      } catch (err) {
        if (err instanceof WorkflowExecutionAlreadyStartedError) return 'offboarded';
        throw err;
      }
    },
    async runningTenants() {
      const running = new Set<TenantId>();
      const query = `WorkflowType = 'tenantSync' AND ExecutionStatus = 'Running'`;
      for await (const { workflowId } of client.workflow.list({ query })) {
        const tenantId = contract.tenantOf(workflowId);
        if (tenantId !== undefined) running.add(tenantId);
      }
      return running;
    },
    async ping() {
      await inTime(() => client.workflowService.getSystemInfo({}));
    },
  };
}

/** The signal by its name: the five definitions have different arguments, and one call carries any of them. */
function signalOf(message: Exclude<TenantMessage, { kind: 'unlink' | 'preview' }>): {
  signal: string;
  signalArgs: unknown[];
} {
  switch (message.kind) {
    case 'syncNow': {
      const { requestId, trigger, full } = message;
      return { signal: contract.syncNow.name, signalArgs: [{ requestId, trigger, full }] };
    }
    case 'approveCleanUp':
      return { signal: contract.approveCleanUp.name, signalArgs: [{ runId: message.runId }] };
    case 'pause':
    case 'resume':
    case 'offboard':
      return { signal: contract[message.kind].name, signalArgs: [] };
    default:
      return assertNever(message);
  }
}
