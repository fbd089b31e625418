import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Activities } from '../../activities/create-activities.ts';

export type Name = keyof Activities;
export type Input<N extends Name> = Parameters<Activities[N]>[0];
export type Result<N extends Name> = Awaited<ReturnType<Activities[N]>>;

/** Where activities are done. */
export type ActivityStage = {
  readonly activities: Activities;
  /** Waits without waiting: the clock of the tenant's world moves on. */
  readonly advance: (ms: number) => void;
  /** What a transaction of ours met that none of our errors is; to be told instead of "unknown". */
  readonly unknownError: () => unknown;
};

/** What Temporal would give up after: workflows/activities.ts. */
const HOURS = 3_600_000;
const GRAPH: readonly Name[] = ['syncPages', 'proveGone'];
const LONGEST_WAIT = { graph: 6 * HOURS, database: HOURS / 4 };

/** Tries until it works, is refused for good, or has taken as long as Temporal would wait. */
export async function persist<N extends Name>(
  stage: ActivityStage,
  name: N,
  input: Input<N>,
  info: ConstructorParameters<typeof MockActivityEnvironment>[0],
): Promise<Result<N>> {
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

export async function once<N extends Name>(
  activities: Activities,
  name: N,
  input: Input<N>,
  info: ConstructorParameters<typeof MockActivityEnvironment>[0],
): Promise<Result<N>> {
  const environment = new MockActivityEnvironment(info, { logger: SILENT });
  // one entry for one activity: TypeScript does not follow the name through the union
  const activity = activities[name] as (given: Input<N>) => Promise<Result<N>>;
  return environment.run(() => activity(input)) as Promise<Result<N>>;
}

/** Part after part, as workflows do them. */
export async function untilDone(part: () => Promise<{ readonly next: 'more' | 'done' | 'stopped' }>) {
  for (let parts = 0; parts < 500; parts++) {
    const { next } = await part();
    if (next !== 'more') return next;
  }
  throw new Error('A part of a run has no end.');
}

const SILENT = new DefaultLogger('ERROR', () => undefined);
