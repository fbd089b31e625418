import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { expect } from 'vitest';
import type { Activities } from '../../activities/create-activities.ts';
import type { OpenRunRequest } from '../../activities/open-run.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import type { RunKind } from '../../sync/run.ts';
import type { RunTrouble } from './history.ts';
import {
  once,
  persist,
  untilDone,
  type ActivityStage,
  type Input,
  type Name,
  type Result,
} from './perform-activity.ts';

export type RunReport =
  | { readonly opened: false; readonly answer: string }
  | {
      readonly opened: true;
      readonly runId: RunId;
      readonly kind: RunKind;
      readonly end: 'succeeded' | 'held' | 'cancelled' | 'abandoned' | { readonly failed: string };
      /** Which activities of it have ended well. */
      readonly did: ReadonlySet<Name>;
    };

export type RunStage = ActivityStage & {
  /** Something happens after each activity that has ended. */
  readonly afterEach: (ended: number, runId: RunId) => Promise<void>;
};

class Abandoned extends Error {}
const UNKNOWN_AT_ONCE = 'unknown';

/**
 * A run as the workflows do it (workflows/tenant-sync.ts, workflows/sync-run.ts), each activity retried as Temporal
 * would, with a clock that jumps instead of waiting.
 */
export async function performRun(
  stage: RunStage,
  tenantId: TenantId,
  request: Omit<OpenRunRequest, 'tenantId'>,
  trouble: RunTrouble,
): Promise<RunReport> {
  const did = new Set<Name>();
  const workflowExecution = { workflowId: `sync-run/${tenantId}`, runId: randomUUID() };
  let ended = 0;
  let activityIds = 0;

  async function perform<N extends Name>(name: N, input: Input<N>): Promise<Result<N>> {
    const activityId = String(activityIds++);
    let result = await persist(stage, name, input, { workflowExecution, activityId });
    if (trouble.twice) result = await persist(stage, name, input, { workflowExecution, activityId });
    did.add(name);
    if ('runId' in input && name !== 'closeRun') await goOn(input.runId);
    return result;
  }
  async function goOn(runId: RunId): Promise<void> {
    await stage.afterEach(++ended, runId);
    if (ended === trouble.abandonedAfter) throw new Abandoned();
  }

  const opened = await perform('openRun', { tenantId, ...request });
  if (opened.answer !== 'opened') return { opened: false, answer: opened.answer };
  const { runId, kind } = opened;
  const ids = { tenantId, runId };
  const closed = async (
    outcome: 'succeeded' | 'held' | 'cancelled' | { readonly failed: string },
  ): Promise<RunReport> => {
    const end = typeof outcome === 'string' ? { outcome } : { outcome: 'failed' as const, code: outcome.failed };
    await perform('closeRun', { ...ids, ...end });
    return { opened: true, runId, kind, end: outcome, did };
  };
  try {
    await goOn(runId);
    if (kind !== 'cleanUp' && (await untilDone(() => perform('syncPages', ids))) === 'stopped')
      return await closed('cancelled');
    const gone = await perform('findVanished', ids);
    if (gone.toProve > 0 && (await untilDone(() => perform('proveGone', ids))) === 'stopped')
      return await closed('cancelled');
    const cleaned = gone.cleanUpNeeded ? await perform('cleanUp', ids) : undefined;
    if (gone.cleanUpNeeded || gone.unsettled) await perform('settle', ids);
    if (cleaned?.eraseDue ?? gone.eraseDue) await untilDone(() => perform('eraseRemoved', ids));
    return await closed(cleaned?.next === 'held' ? 'held' : 'succeeded');
  } catch (err) {
    if (err instanceof Abandoned) return { opened: true, runId, kind, end: 'abandoned', did };
    if (!(err instanceof ApplicationFailure)) throw err;
    return closed({ failed: err.type ?? UNKNOWN_AT_ONCE });
  }
}

/** The workflow of a run that lost its lease goes on: it is told so, and nothing of what it does has any effect. */
export async function actAsLost(activities: Activities, ids: Input<'settle'>): Promise<void> {
  for (const name of ['syncPages', 'findVanished', 'proveGone', 'cleanUp', 'settle', 'eraseRemoved'] as const) {
    await expect(once(activities, name, ids, {}), name).rejects.toMatchObject({ type: 'interrupted' });
  }
  await once(activities, 'closeRun', { ...ids, outcome: 'succeeded' }, {});
}
