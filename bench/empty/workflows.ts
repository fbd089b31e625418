import {
  condition,
  continueAsNew,
  defineSignal,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { graphQueueBeside, SyncStateKey, TenantIdKey } from '../../temporal/contract.ts';

/** The same parent, child and activities as Rollcall's, with nothing in them: what Temporal alone takes for a run. */
type Nothing = (input: { readonly id: string }) => Promise<void>;
type EmptyActivities = {
  readonly openRun: Nothing;
  readonly syncPages: Nothing;
  readonly findVanished: Nothing;
  readonly closeRun: Nothing;
  readonly scheduleNextRun: Nothing;
};

const own = proxyActivities<EmptyActivities>({ startToCloseTimeout: '20s' });
const onGraphQueue = () =>
  proxyActivities<EmptyActivities>({
    taskQueue: graphQueueBeside(workflowInfo().taskQueue),
    startToCloseTimeout: '5m',
    heartbeatTimeout: '60s',
  });

export const askEmpty = defineSignal('ask');
const RUNS_PER_EXECUTION = 12;

export type EmptyTenantInput = { readonly id: string; readonly asked?: boolean; readonly run?: number };

export async function emptyTenant({ id, asked = false, run = 0 }: EmptyTenantInput): Promise<void> {
  let isAsked = asked;
  setHandler(askEmpty, () => {
    isAsked = true;
  });
  for (let runs = 0; ; runs++) {
    if (!isAsked) await condition(() => isAsked, '3h');
    if (runs === RUNS_PER_EXECUTION) await continueAsNew<typeof emptyTenant>({ id, asked: isAsked, run: run + runs });
    isAsked = false;
    await own.openRun({ id });
    await executeChild(emptyRun, {
      workflowId: `empty-run/${id}/${run + runs}`,
      args: [{ id }],
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      priority: { priorityKey: 2, fairnessKey: id },
      typedSearchAttributes: [{ key: TenantIdKey, value: id }],
    });
    await own.scheduleNextRun({ id });
    upsertSearchAttributes([{ key: SyncStateKey, value: 'succeeded' }]);
  }
}

export async function emptyRun({ id }: { readonly id: string }): Promise<void> {
  await onGraphQueue().syncPages({ id });
  await own.findVanished({ id });
  await own.closeRun({ id });
}
