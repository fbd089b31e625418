import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect } from 'vitest';
import type { Activities } from '../../activities/create-activities.ts';
import type { OpenRunRequest } from '../../activities/open-run.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import type { RunKind } from '../../sync/run.ts';
import type { RunTrouble } from './history.ts';

type Name = keyof Activities;
type Input<N extends Name> = Parameters<Activities[N]>[0];

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

export type RunStage = {
  readonly activities: Activities;
  /** Waits without waiting: the clock of the tenant's world moves on. */
  readonly advance: (ms: number) => void;
  /** What a transaction of ours met that none of our errors is; to be told instead of "unknown". */
  readonly unknownError: () => unknown;
  /** Something happens after each activity that has ended. */
  readonly afterEach: (ended: number) => Promise<void>;
};

class Abandoned extends Error {}
const UNKNOWN_AT_ONCE = 'unknown';

/** What Temporal would give up after: workflows/activities.ts. */
const HOURS = 3_600_000;
const GRAPH: readonly Name[] = ['syncPages', 'proveGone'];
const LONGEST_WAIT = { graph: 6 * HOURS, database: HOURS / 4 };

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

  async function perform<N extends Name>(name: N, input: Input<N>): Promise<Awaited<ReturnType<Activities[N]>>> {
    const activityId = String(activityIds++);
    let result = await persist(stage, name, input, { workflowExecution, activityId });
    if (trouble.twice) result = await persist(stage, name, input, { workflowExecution, activityId });
    did.add(name);
    if (name !== 'openRun' && name !== 'closeRun') await goOn();
    return result;
  }
  async function goOn(): Promise<void> {
    await stage.afterEach(++ended);
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
    await goOn();
    if (kind !== 'cleanUp' && (await untilDone(() => perform('syncPages', ids))) === 'stopped')
      return await closed('cancelled');
    const gone = await perform('findVanished', ids);
    if (gone.toProve > 0 && (await untilDone(() => perform('proveGone', ids))) === 'stopped')
      return await closed('cancelled');
    const held = gone.cleanUpNeeded && (await perform('cleanUp', ids)).next === 'held';
    if (gone.cleanUpNeeded || gone.unsettled) await perform('settle', ids);
    return await closed(held ? 'held' : 'succeeded');
  } catch (err) {
    if (err instanceof Abandoned) return { opened: true, runId, kind, end: 'abandoned', did };
    if (!(err instanceof ApplicationFailure)) throw err;
    return closed({ failed: err.type ?? UNKNOWN_AT_ONCE });
  }
}

/** The workflow of a run that lost its lease goes on: it is told so, and nothing of what it does has any effect. */
export async function actAsLost(activities: Activities, ids: Input<'settle'>): Promise<void> {
  for (const name of ['syncPages', 'findVanished', 'proveGone', 'cleanUp', 'settle'] as const) {
    await expect(once(activities, name, ids, {}), name).rejects.toMatchObject({ type: 'interrupted' });
  }
  await once(activities, 'closeRun', { ...ids, outcome: 'succeeded' }, {});
}

async function untilDone(part: () => Promise<{ readonly next: 'more' | 'done' | 'stopped' }>) {
  for (let parts = 0; parts < 500; parts++) {
    const { next } = await part();
    if (next !== 'more') return next;
  }
  throw new Error('A part of a run has no end.');
}

/** Tries until it works, is refused for good, or has taken as long as Temporal would wait. */
async function persist<N extends Name>(
  stage: RunStage,
  name: N,
  input: Input<N>,
  info: ConstructorParameters<typeof MockActivityEnvironment>[0],
): Promise<Awaited<ReturnType<Activities[N]>>> {
  const isGraph = GRAPH.includes(name);
  let waited = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(stage.activities, name, input, { ...info, attempt, workflowType: 'syncRun' });
    } catch (err) {
      if (!(err instanceof ApplicationFailure)) throw err;
      if (err.type === 'unknown') throw new Error(`${name} met a bug.`, { cause: stage.unknownError() ?? err });
      if (err.nonRetryable === true) throw err;
      const [initial, largest] = isGraph ? [5_000, 300_000] : [1_000, 30_000];
      const backOff = Math.min(initial * 2 ** (attempt - 1), largest);
      const wait = err.nextRetryDelay === undefined ? backOff : Number(err.nextRetryDelay);
      waited += wait;
      if (waited > (isGraph ? LONGEST_WAIT.graph : LONGEST_WAIT.database)) {
        throw ApplicationFailure.nonRetryable('It was tried for as long as Temporal would.', 'unknown');
      }
      stage.advance(wait);
    }
  }
}

async function once<N extends Name>(
  activities: Activities,
  name: N,
  input: Input<N>,
  info: ConstructorParameters<typeof MockActivityEnvironment>[0],
): Promise<Awaited<ReturnType<Activities[N]>>> {
  const environment = new MockActivityEnvironment(info, { logger: SILENT });
  // one entry for one activity: TypeScript does not follow the name through the union
  const activity = activities[name] as (given: Input<N>) => Promise<Awaited<ReturnType<Activities[N]>>>;
  return environment.run(() => activity(input)) as Promise<Awaited<ReturnType<Activities[N]>>>;
}

const SILENT = new DefaultLogger('ERROR', () => undefined);
