import { createRequire } from 'node:module';
import { type NativeConnection, Worker, type WorkerOptions, type WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from '../activities/create-activities.ts';
import { graphQueueBeside, SYNC_QUEUE } from '../temporal/contract.ts';

export type WorkersOptions = {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly activities: Activities;
  /** What bundleWorkflows made, or a test before it. */
  readonly workflowBundle: WorkflowBundleOption;
  readonly taskQueue?: string;
  /** Of each of the two workers. Each may hold a connection to the database while it runs, and those that read pages two. */
  readonly maxActivities: number;
  /** How long a dead worker may go unnoticed. */
  readonly heartbeatMs?: number;
};

export type Workers = { readonly run: () => Promise<void>; readonly shutdown: () => void };

/** Longer than the pages that are in hand take: what is in hand is finished or abandoned whole before the process ends. */
const GRACE = '40s';

/** Steps of a workflow go first to the worker that has it in memory, and wait for one that is dead so long (the SDK's own number). */
const MOST_STICKY_MS = 10_000;

/**
 * Workflows held in memory, each a third of a megabyte: more than have a run going. Whoever sleeps for hours is
 * better read again, from some hundred events, than kept: without this, ten thousand tenants fill a gigabyte.
 */
const KEPT_WORKFLOWS = 150;

/** Two workers in one process: workflows with short database work, and Graph work that must not hold those up. */
export async function createWorkers(options: WorkersOptions): Promise<Workers> {
  const {
    connection,
    namespace,
    activities,
    taskQueue = SYNC_QUEUE,
    maxActivities,
    heartbeatMs = MOST_STICKY_MS,
  } = options;
  const shared: Partial<WorkerOptions> & Pick<WorkerOptions, 'connection'> = {
    connection,
    namespace,
    activities,
    shutdownGraceTime: GRACE,
    shutdownForceTime: '60s',
    maxHeartbeatThrottleInterval: '30s',
    maxConcurrentActivityTaskExecutions: maxActivities,
  };
  const sync = await Worker.create({
    ...shared,
    taskQueue,
    workflowBundle: options.workflowBundle,
    maxCachedWorkflows: KEPT_WORKFLOWS,
    // An eagerly started activity skips the queue, and with it the fairness between tenants.
    maxEagerActivityReservationsPerWorkflowTask: 0,
    stickyQueueScheduleToStartTimeout: Math.min(heartbeatMs, MOST_STICKY_MS),
    // A bad deploy shows as failed runs; a tenant's own workflow waits for the fix instead of dying.
    workflowFailureErrorTypes: { '*': [], syncRun: ['NondeterminismError'] },
  });
  const graph = await Worker.create({ ...shared, taskQueue: graphQueueBeside(taskQueue) });
  const workers = [sync, graph];
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    // One that fails takes the other with it: a process that lives on by half is restarted by nobody.
    run: async () => {
      const ended = await Promise.allSettled(workers.map((worker) => worker.run().finally(shutdown)));
      for (const end of ended) if (end.status === 'rejected') throw end.reason;
    },
    shutdown,
  };
}

/** Workflows are named by path only: their code must never run outside the sandbox that replays it. */
export const workflowsPath = (): string => createRequire(import.meta.url).resolve('../workflows/index.ts');
