import { defineSearchAttributeKey } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { RunKind, Trigger } from '../sync/run.ts';

/** Workflows and short database work. */
export const SYNC_QUEUE = 'rollcall-sync';

/** The queue for Graph work that belongs to a queue for workflows: `rollcall-graph` beside `rollcall-sync`. */
export const graphQueueBeside = (syncQueue: string): string => syncQueue.replace(/sync$/, 'graph');

export const tenantSyncId = (tenantId: TenantId): string => `tenant-sync/${tenantId}`;
/** The tenant of a `tenant-sync/…` workflow; undefined for other workflows. */
export const tenantOf = (workflowId: string): TenantId | undefined =>
  // a workflow id of this form is only ever made by tenantSyncId
  workflowId.startsWith('tenant-sync/') ? (workflowId.slice('tenant-sync/'.length) as TenantId) : undefined;
export const syncRunId = (tenantId: TenantId, runId: RunId): string => `sync-run/${tenantId}/${runId}`;

export const TenantIdKey = defineSearchAttributeKey('TenantId', 'KEYWORD');
export const SyncTriggerKey = defineSearchAttributeKey('SyncTrigger', 'KEYWORD');
/** How a tenant's last run ended: `succeeded`, `held`, `cancelled`, or the code of its failure. */
export const SyncStateKey = defineSearchAttributeKey('SyncState', 'KEYWORD');
export const LastSyncedAtKey = defineSearchAttributeKey('LastSyncedAt', 'DATETIME');
export const SEARCH_ATTRIBUTES = [TenantIdKey, SyncTriggerKey, SyncStateKey, LastSyncedAtKey] as const;

/** Everything but the tenant is optional, so that an operator can send a signal by hand. */
export type SyncNow = { readonly requestId?: string; readonly trigger?: Trigger; readonly full?: boolean };
export type ApproveCleanUp = { readonly runId?: RunId };

export const syncNow = defineSignal<[SyncNow?]>('syncNow');
export const pause = defineSignal('pause');
export const resume = defineSignal('resume');
export const offboard = defineSignal('offboard');
export const approveCleanUp = defineSignal<[ApproveCleanUp?]>('approveCleanUp');

export type TenantSyncStatus = {
  readonly paused: boolean;
  readonly nextSyncAt: number;
  readonly failures: number;
  /** Workflow id of the run that is going. */
  readonly running?: string;
  /** Trigger of the run that was asked for and waits. */
  readonly pending?: Trigger;
};
export const status = defineQuery<TenantSyncStatus>('status');

/** A request that waits for its run: several Sync Nows make one. */
export type PendingSync = { readonly requestIds: readonly string[]; readonly trigger: Trigger; readonly full: boolean };

/** `outcome`: `succeeded`, `held`, `cancelled`, or the code of the failure. */
export type EndedRun = { readonly runId: RunId; readonly outcome: string };

/** What tenantSync carries from one execution to the next. `{ tenantId }` alone starts a tenant afresh. */
export type TenantSyncInput = {
  readonly v?: 1;
  readonly tenantId: TenantId;
  readonly paused?: boolean;
  readonly offboarding?: boolean;
  /** Milliseconds since 1970; 0 is due at once. */
  readonly nextSyncAt?: number;
  /** Failed runs since the last good one. */
  readonly failures?: number;
  readonly pending?: PendingSync;
  readonly approvals?: readonly RunId[];
  /** The last request ids, so that a message sent twice counts once. */
  readonly seen?: readonly string[];
  /** For people to read. */
  readonly last?: EndedRun;
};

export type RunInput = {
  readonly v: 1;
  readonly tenantId: TenantId;
  readonly runId: RunId;
  readonly kind: RunKind;
  /** How long a dead worker may go unnoticed; from configuration, so that tests can shorten it. */
  readonly heartbeatMs: number;
  /** Chunks of people done by earlier executions of this run. */
  readonly chunks: number;
};

/** What ends a run's workflow well. */
export type RunOutcome = { readonly outcome: 'succeeded' | 'held' };
