import type { ApproveCleanUp, EndedRun, PendingSync, SyncNow, TenantSyncInput } from '../temporal/contract.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { TRIGGERS, type Trigger } from '../sync/run.ts';

/** Request ids remembered, against a message that is delivered twice. */
const REMEMBERED = 20;
/** Request ids that one run answers at the most; their number bounds the input of a run. */
const ANSWERED = 50;

/**
 * Everything that tenantSync knows between two runs. It is all carried over continue-as-new, so nothing that a
 * signal said can be lost. Signal handlers only call the functions below: they neither wait nor throw.
 */
export type TenantSyncState = {
  readonly v: 1;
  readonly tenantId: TenantId;
  paused: boolean;
  offboarding: boolean;
  nextSyncAt: number;
  failures: number;
  pending?: PendingSync;
  approvals: RunId[];
  seen: string[];
  last?: EndedRun;
};

export function stateFrom(input: TenantSyncInput): TenantSyncState {
  return {
    v: 1,
    tenantId: input.tenantId,
    paused: input.paused ?? false,
    offboarding: input.offboarding ?? false,
    nextSyncAt: input.nextSyncAt ?? 0,
    failures: input.failures ?? 0,
    ...(input.pending && { pending: input.pending }),
    approvals: [...(input.approvals ?? [])],
    seen: [...(input.seen ?? [])],
    ...(input.last && { last: input.last }),
  };
}

/** A person may send anything by hand: what is no trigger counts as none, and what is no run's number is not heard. */
const triggerOf = (message: SyncNow | undefined): Trigger =>
  TRIGGERS.find((each) => each === message?.trigger) ?? 'manual';
const RUN_NUMBER = /^[1-9]\d{0,17}$/;

/** Many requests make one run, by the first one's trigger; `full` once asked stays asked. */
export function requestSync(state: TenantSyncState, message: SyncNow | undefined, newId: () => string): void {
  const requestId = message?.requestId ?? newId();
  if (state.seen.includes(requestId)) return;
  state.seen = [...state.seen, requestId].slice(-REMEMBERED);
  const before = state.pending;
  state.pending = {
    requestIds: [...(before?.requestIds ?? []), requestId].slice(-ANSWERED),
    trigger: before?.trigger ?? triggerOf(message),
    full: message?.full === true || (before?.full ?? false),
  };
}

export function requestApproval(state: TenantSyncState, message: ApproveCleanUp | undefined): void {
  const runId = message?.runId;
  if (runId === undefined || !RUN_NUMBER.test(runId) || state.approvals.includes(runId)) return;
  state.approvals.push(runId);
}

/** What the next run is for. An approval goes first: a person waits for it. */
export type Turn =
  { readonly kind: 'approval'; readonly approves: RunId } | { readonly kind: 'sync'; readonly request: PendingSync };

export const isAsked = (state: TenantSyncState): boolean => state.pending !== undefined || state.approvals.length > 0;

export function takeTurn(state: TenantSyncState): Turn {
  const approves = state.approvals.shift();
  if (approves !== undefined) return { kind: 'approval', approves };
  const request = state.pending ?? { requestIds: [], trigger: 'schedule', full: false };
  delete state.pending;
  return { kind: 'sync', request };
}

/** Puts back what a pause cut off, before whatever was asked meanwhile. */
export function putBack(state: TenantSyncState, turn: Turn, trigger: Trigger): void {
  if (turn.kind === 'approval') {
    state.approvals.unshift(turn.approves);
    return;
  }
  const later = state.pending;
  state.pending = {
    requestIds: [...turn.request.requestIds, ...(later?.requestIds ?? [])].slice(-ANSWERED),
    trigger,
    full: turn.request.full || (later?.full ?? false),
  };
}
