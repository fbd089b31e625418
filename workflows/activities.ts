import { ActivityFailure, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities.ts';
import { graphQueueBeside } from '../temporal/contract.ts';

/** Documented as the default, but without it a cancelled activity is abandoned and goes on writing behind its run. */
const cancellationType = 'WAIT_CANCELLATION_COMPLETED';

/** For tenantSync: tried for ever, since a database outage must not end a tenant. */
export const steady = proxyActivities<Activities>({
  startToCloseTimeout: '20s',
  cancellationType,
  retry: { maximumInterval: '30s' },
});

/** For syncRun: database work of a run. */
export const database = proxyActivities<Activities>({
  startToCloseTimeout: '60s',
  scheduleToCloseTimeout: '15m',
  cancellationType,
  retry: { maximumInterval: '30s' },
});

/** For syncRun: time-boxed Graph work. It is tried for hours, since throttling can last as long. */
export const graphActivities = (heartbeatTimeout: number) =>
  proxyActivities<Activities>({
    taskQueue: graphQueueBeside(workflowInfo().taskQueue),
    startToCloseTimeout: '5m',
    heartbeatTimeout,
    scheduleToCloseTimeout: '6h',
    cancellationType,
    retry: { initialInterval: '5s', maximumInterval: '5m' },
  });

/** The activity's own failure without its wrapping: a Failed row shall read as its sentence. */
export const innerFailure = (err: unknown): unknown => (err instanceof ActivityFailure ? (err.cause ?? err) : err);
