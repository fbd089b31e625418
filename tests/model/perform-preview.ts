import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { RunId, TenantId } from '../../sync/ids.ts';
import type { PreviewTrouble } from './history.ts';
import { persist, untilDone, type ActivityStage, type Input, type Result } from './perform-activity.ts';

/** How a preview ended. `abandoned`: its workflow is gone, and nobody closes it. */
export type PreviewEnd = 'succeeded' | 'failed' | 'abandoned';

class Abandoned extends Error {}

/** A preview as its workflow does it (workflows/sync-run.ts), each activity retried as Temporal would. */
export async function performPreview(
  stage: ActivityStage,
  ids: { readonly tenantId: TenantId; readonly runId: RunId },
  { twice, abandonedAfter }: PreviewTrouble,
): Promise<PreviewEnd> {
  const workflowExecution = { workflowId: `preview/${ids.runId}`, runId: randomUUID() };
  let ended = 0;

  async function perform<N extends 'syncPages' | 'completePreview' | 'closeRun'>(
    name: N,
    input: Input<N>,
  ): Promise<Result<N>> {
    const activityId = String(ended);
    let result = await persist(stage, name, input, { workflowExecution, activityId });
    if (twice) result = await persist(stage, name, input, { workflowExecution, activityId });
    if (++ended === abandonedAfter) throw new Abandoned();
    return result;
  }

  try {
    await untilDone(() => perform('syncPages', ids));
    await perform('completePreview', ids);
    await perform('closeRun', { ...ids, outcome: 'succeeded' });
    return 'succeeded';
  } catch (err) {
    if (err instanceof Abandoned) return 'abandoned';
    if (!(err instanceof ApplicationFailure)) throw err;
    await persist(stage, 'closeRun', { ...ids, outcome: 'failed', code: err.type ?? 'unknown' }, { workflowExecution });
    return 'failed';
  }
}
