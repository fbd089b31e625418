import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  makeContinueAsNewFunc,
  setHandler,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { OpenedRun, OpenRunAnswer } from '../activities/open-run.ts';
import type { FailureCode } from '../sync/failure.ts';
import * as contract from '../temporal/contract.ts';
import { innerFailure, steady } from './activities.ts';
import { followRun, type Progress } from './follow-run.ts';
import { tell } from './tenant-details.ts';
import * as tenant from './tenant-sync-state.ts';

/** Runs and signals after which the history is begun anew: both keep it at some hundred events. */
const RUNS_PER_EXECUTION = 12;
const SIGNALS_PER_EXECUTION = 500;
/** How long a paused tenant sleeps at a time. Without an end it would keep an old worker version alive for ever. */
const LOOK_AGAIN_AFTER = '4h';

/**
 * Keeps one directory in step, for as long as the tenant is there: wait, run, wait. It decides nothing about people
 * and ends only when the tenant is off-boarded. docs/workflows/tenant-sync.md tells why it is safe to repeat.
 */
export async function tenantSync(input: contract.TenantSyncInput): Promise<void> {
  const state = tenant.stateFrom(input);
  const progress: Progress = { runs: 0, signals: 0, running: undefined };
  listen(state, progress);

  while (!state.offboarding) {
    await untilThereIsWork(state);
    if (state.offboarding) break;
    if (isTimeForANewHistory(progress)) {
      await condition(allHandlersFinished);
      tell(state, { kind: 'beginningAnew' });
      await makeContinueAsNewFunc<typeof tenantSync>({ initialVersioningBehavior: 'AUTO_UPGRADE' })(state);
    }
    if (state.paused || !hasWork(state)) continue;
    progress.runs++;
    await oneRun(state, progress);
  }
  tell(state, { kind: 'offBoarding' });
  while ((await steady.eraseTenant({ tenantId: state.tenantId })).next === 'more');
  tell(state, { kind: 'offBoarded' });
}

/** Handlers are set before the first wait, only change `state`, and never throw: a throwing handler would stick the tenant. */
function listen(state: tenant.TenantSyncState, progress: Progress): void {
  setHandler(
    contract.syncNow,
    (message) => {
      progress.signals++;
      tenant.requestSync(state, message, uuid4);
    },
    { description: 'Sync as soon as possible. Many requests while one run is going make one more run.' },
  );
  setHandler(
    contract.approveCleanUp,
    (message) => {
      progress.signals++;
      tenant.requestApproval(state, message);
    },
    { description: 'Apply the held clean-up of the run given by {"runId": "<number>"}, after proving it again.' },
  );
  setHandler(
    contract.pause,
    () => {
      progress.signals++;
      state.paused = true;
    },
    { description: 'Stop a going run at the next page border, and start no other.' },
  );
  setHandler(
    contract.resume,
    () => {
      progress.signals++;
      state.paused = false;
    },
    { description: 'Go on. What was cut off or is due starts at once.' },
  );
  setHandler(
    contract.offboard,
    () => {
      state.offboarding = true;
    },
    { description: 'Stop for good and erase the tenant’s people.' },
  );
  setHandler(contract.status, () => ({
    paused: state.paused,
    nextSyncAt: state.nextSyncAt,
    failures: state.failures,
    ...(progress.running !== undefined && { running: progress.running }),
    ...(state.pending && { pending: state.pending.trigger }),
  }));
}

const dueInMs = (state: tenant.TenantSyncState): number => state.nextSyncAt - Date.now();
const hasWork = (state: tenant.TenantSyncState): boolean => tenant.isAsked(state) || dueInMs(state) <= 0;

async function untilThereIsWork(state: tenant.TenantSyncState): Promise<void> {
  if (state.paused) {
    tell(state, { kind: 'paused' });
    const woken = await condition(() => state.offboarding || !state.paused, LOOK_AGAIN_AFTER, { summary: 'paused' });
    // What the database says counts: openRun answers `paused` where it still is, so a resume that was lost heals.
    if (!woken && hasWork(state)) state.paused = false;
  } else if (!hasWork(state)) {
    tell(state, { kind: 'sleeping' });
    const woken = () => state.offboarding || state.paused || tenant.isAsked(state);
    await condition(woken, dueInMs(state), { summary: 'next scheduled run' });
  }
}

function isTimeForANewHistory(progress: Progress): boolean {
  const info = workflowInfo();
  return (
    progress.runs >= RUNS_PER_EXECUTION ||
    progress.signals >= SIGNALS_PER_EXECUTION ||
    info.continueAsNewSuggested ||
    info.targetWorkerDeploymentVersionChanged
  );
}

/** Opens a run, waits for its workflow, and notes when the next one is due. */
async function oneRun(state: tenant.TenantSyncState, progress: Progress): Promise<void> {
  const turn = tenant.takeTurn(state);
  const signalsBefore = progress.signals;
  tell(state, { kind: 'opening' });
  const run = await open(turn, state);
  if (run === 'offboarding') {
    state.offboarding = true;
    return;
  }
  if (run.answer === 'refused') return;
  if (run.answer === 'paused') {
    // Started by hand, or healed, while paused. A signal that came meanwhile may have been the resume: then ask again.
    if (progress.signals === signalsBefore) state.paused = true;
    tenant.putBack(state, turn, run.trigger);
    return;
  }
  const ended = await followRun(run, state, progress);
  if (ended === 'stoppedByUs' && state.offboarding) return;
  // What had to let a forgotten approval go first is still to be done; so is what a pause cut off.
  if (turn.kind === 'sync' && run.kind === 'cleanUp') tenant.putBack(state, turn, turn.request.trigger);
  else if (ended === 'stoppedByUs') tenant.putBack(state, turn, run.trigger);
  await noteOutcome(run, ended === 'stoppedByUs' ? 'cancelled' : ended, state);
}

const OFFBOARDING: FailureCode = 'tenantOffboarding';

/**
 * Asks for a run. `offboarding`: the tenant leaves, though no signal said so; it was raised again by somebody who only
 * saw that it was not running, so its people are erased instead of synced.
 */
async function open(turn: tenant.Turn, { tenantId }: tenant.TenantSyncState): Promise<OpenRunAnswer | 'offboarding'> {
  const request =
    turn.kind === 'approval'
      ? ({ trigger: 'approval', full: false, requestIds: [], approves: turn.approves } as const)
      : turn.request;
  try {
    return await steady.openRun({ tenantId, ...request });
  } catch (err) {
    const failure = innerFailure(err);
    if (failure instanceof ApplicationFailure && failure.type === OFFBOARDING) return 'offboarding';
    throw failure;
  }
}

async function noteOutcome(run: OpenedRun, outcome: string, state: tenant.TenantSyncState): Promise<void> {
  const { tenantId, failures } = state;
  state.last = { runId: run.runId, outcome };
  tell(state, { kind: 'noting' });
  state.nextSyncAt = (await steady.scheduleNextRun({ tenantId, runId: run.runId, failures, outcome })).nextSyncAt;
  const synced = run.kind !== 'cleanUp' && (outcome === 'succeeded' || outcome === 'held');
  upsertSearchAttributes([
    { key: contract.SyncStateKey, value: outcome },
    ...(synced ? [{ key: contract.LastSyncedAtKey, value: new Date() }] : []),
  ]);
}
