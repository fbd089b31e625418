import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  ContinueAsNew,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setWorkflowOptions,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { FAILURES, type FailureCode } from '../sync/failure.ts';
import type { RunKind } from '../sync/run.ts';
import type { RunInput, RunOutcome } from '../temporal/contract.ts';
import { database, graphActivities, innerFailure } from './activities.ts';

/** Chunks after which the history is begun anew: some 15 million people, far below every limit. */
const CHUNKS_PER_EXECUTION = 200;

const UNKNOWN: FailureCode = 'unknown';

/** Said in each of its histories, since the summary of a workflow's start stands in the first one alone. */
const FOR = {
  full: 'Reads everybody in the directory.',
  incremental: 'Reads what changed in the directory since the last run.',
  preview: 'Previews what saving would change, and changes nobody.',
  cleanUp: 'Applies the removals that a person approved, after proving them again.',
} as const satisfies Readonly<Record<RunKind, string>>;

setWorkflowOptions({ failureExceptionTypes: [Error] }, syncRun);

/**
 * One pass over a directory: read people, prove who is gone, clean up, settle addresses, erase, close. A preview reads,
 * completes its plan and closes. A failed sync is a Failed row of this workflow, whose cause is a sentence. docs/workflows/sync-run.md tells why it is safe to repeat.
 */
export async function syncRun(run: RunInput): Promise<RunOutcome> {
  const ids = { tenantId: run.tenantId, runId: run.runId };
  tell(run);
  try {
    if (run.kind !== 'cleanUp') await readPeople(run);
    const outcome = run.kind === 'preview' ? await completePlan(run) : await cleanUpAfter(run);
    await database.closeRun({ ...ids, outcome });
    tell(run, outcome === 'held' ? 'Held: the clean-up waits for a person to approve or reject it.' : 'Done.');
    return { outcome };
  } catch (err) {
    if (err instanceof ContinueAsNew) throw err;
    const cancelled = CancellationScope.current().consideredCancelled;
    const failure = cancelled ? new CancelledFailure('The run was stopped at a page border.') : readable(err);
    const end =
      failure instanceof CancelledFailure
        ? ({ outcome: 'cancelled' } as const)
        : ({ outcome: 'failed', ...codeOf(failure) } as const);
    // Where even that fails, the tenant's workflow closes the run, and how this one ended must not be hidden by it.
    await CancellationScope.nonCancellable(() => database.closeRun({ ...ids, ...end })).catch(() => undefined);
    throw failure;
  }
}

function tell({ kind }: RunInput, now?: string): void {
  setCurrentDetails(now === undefined ? FOR[kind] : `${FOR[kind]}\n\n${now}`);
}

/** The failure with our sentence. What has none, a time-out or a bug of ours, stands as the cause behind `unknown`. */
function readable(err: unknown): ApplicationFailure {
  const failure = innerFailure(err);
  if (failure instanceof ApplicationFailure) return failure;
  return ApplicationFailure.create({
    type: UNKNOWN,
    message: FAILURES.unknown.message,
    nonRetryable: true,
    ...(failure instanceof Error && { cause: failure }),
  });
}

function codeOf(failure: ApplicationFailure): { readonly code: string; readonly detail?: string } {
  const detail = detailOf(failure);
  return { code: failure.type ?? UNKNOWN, ...(detail !== undefined && { detail }) };
}

/** Microsoft's request id, which a failure carries as its only detail. */
function detailOf(failure: ApplicationFailure): string | undefined {
  const [detail] = failure.details ?? [];
  return typeof detail === 'string' ? detail : undefined;
}

/** Chunk by chunk until the listing is at its end; where it stands is kept in the database, never here. */
async function readPeople(run: RunInput): Promise<void> {
  const ids = { tenantId: run.tenantId, runId: run.runId };
  const graph = graphActivities(run.heartbeatMs);
  for (let chunks = run.chunks; ;) {
    const page = await graph.syncPages.executeWithOptions({ summary: `people, part ${chunks + 1}` }, [ids]);
    chunks++;
    tell(run, `${page.read}${page.expected === null ? '' : ` of about ${page.expected}`} people read.`);
    if (page.next === 'done') return;
    // A pause cancels this workflow, which ends the sleep. Where it was resumed meanwhile, the next chunk finds out.
    if (page.next === 'stopped') await sleep('10s', { summary: 'paused' });
    const long = chunks % CHUNKS_PER_EXECUTION === 0 || workflowInfo().continueAsNewSuggested;
    if (long && !CancellationScope.current().consideredCancelled) {
      await makeContinueAsNewFunc<typeof syncRun>()({ ...run, chunks });
    }
  }
}

/** Nothing is applied, so nothing follows. */
async function completePlan({ tenantId, runId }: RunInput): Promise<RunOutcome['outcome']> {
  await database.completePreview({ tenantId, runId });
  return 'succeeded';
}

/**
 * Who vanished is proven gone one by one, then all removals are applied or all are held. Addresses are settled after
 * that, and last of all are erased those whose time is over, whom this clean-up may have made more.
 */
async function cleanUpAfter(run: RunInput): Promise<RunOutcome['outcome']> {
  const ids = { tenantId: run.tenantId, runId: run.runId };
  const gone = await database.findVanished(ids);
  if (gone.toProve > 0) {
    tell(run, `Proving that ${gone.toProve} people are gone.`);
    const graph = graphActivities(run.heartbeatMs);
    for (let part = 1; ; part++) {
      const proof = await graph.proveGone.executeWithOptions({ summary: `proof of absence, part ${part}` }, [ids]);
      if (proof.next === 'done') break;
      if (proof.next === 'stopped') await sleep('10s', { summary: 'paused' });
    }
  }
  const cleaned = gone.cleanUpNeeded ? await database.cleanUp(ids) : undefined;
  if (gone.cleanUpNeeded || gone.unsettled) await database.settle(ids);
  if (cleaned?.eraseDue ?? gone.eraseDue) while ((await database.eraseRemoved(ids)).next === 'more');
  return cleaned?.next === 'held' ? 'held' : 'succeeded';
}
