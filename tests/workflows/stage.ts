import { randomUUID } from 'node:crypto';
import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import type { NativeConnection, WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from '../../activities/create-activities.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import { status, syncRunId, tenantSyncId, type TenantSyncStatus } from '../../temporal/contract.ts';
import { createSyncClient, type SyncClient, type TenantMessage } from '../../temporal/sync-client.ts';
import { createWorkers } from '../../worker/create-workers.ts';
import type { syncRun } from '../../workflows/sync-run.ts';
import type { tenantSync } from '../../workflows/tenant-sync.ts';
import { createGate, type Gate } from './gate.ts';
import { until } from './until.ts';

/** The real workflows on a real server, with both workers, where activities play a part that a test gives them. */
export type Stage = {
  readonly client: Client;
  readonly sync: SyncClient;
  readonly taskQueue: string;
  /** A tenant of its own. What the part does not name goes well at once, and the next sync is an hour away. */
  readonly tenant: (part?: Part) => StagedTenant;
  /** A gate that stands open at the latest when the stage closes, so that a test which fails holds nothing up. */
  readonly gate: () => Gate;
  /** Other workers take the place of these: what they show of a workflow they know from its history alone. */
  readonly replaceWorkers: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a tenant's activities do in a test. */
export type Part = Partial<Activities>;
type Name = keyof Activities;
type Input<N extends Name> = Parameters<Activities[N]>[0];
type Call = { readonly [N in Name]: { readonly name: N; readonly input: Input<N>; readonly at: number } }[Name];

export type StagedTenant = {
  readonly id: TenantId;
  /** Every call of an activity, attempts that are repeated too, in the order of their begin. */
  readonly calls: readonly Call[];
  readonly namesOfCalls: () => readonly Name[];
  readonly inputsOf: <N extends Name>(name: N) => readonly Input<N>[];
  /** Waits until an activity was called so often. */
  readonly called: (name: Name, times?: number) => Promise<void>;
  /** Waits until so many runs have ended and the next one is scheduled. */
  readonly ended: (runs: number) => Promise<void>;
  /** Waits until the workflow has done all it was told, and only waits for its timer. */
  readonly asleep: () => Promise<void>;
  readonly send: (message: TenantMessage) => Promise<unknown>;
  readonly syncNow: (requestId?: string) => Promise<unknown>;
  /** Answers after all that was sent before. */
  readonly status: () => Promise<TenantSyncStatus>;
  readonly handle: WorkflowHandle<typeof tenantSync>;
  readonly run: (n: number) => WorkflowHandle<typeof syncRun>;
  /** Waits until a workflow is in this status, and describes it. */
  readonly isNow: (workflow: WorkflowHandle, statusName: string) => Promise<WorkflowExecutionDescription>;
};

export type StageOptions = {
  readonly client: Client;
  readonly nativeConnection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  /** A queue of its own unless given. */
  readonly taskQueue?: string;
  /** Makes the ids of tenants; random ones unless given. */
  readonly newId?: () => string;
};

const HOUR = 3_600_000;
const HEARTBEAT_MS = 2_000;

export async function openStage({
  client,
  nativeConnection,
  namespace,
  workflowBundle,
  taskQueue = `test-${randomUUID()}-sync`,
  newId = randomUUID,
}: StageOptions): Promise<Stage> {
  const cast = new Map<TenantId, <N extends Name>(name: N, input: Input<N>) => ReturnType<Activities[N]>>();
  const startWorkers = async () => {
    const workers = await createWorkers({
      connection: nativeConnection,
      namespace,
      taskQueue,
      workflowBundle,
      maxActivities: 20,
      activities: onStage((name, input) => {
        const play = cast.get(input.tenantId);
        if (play === undefined) throw new Error('An activity was called for a tenant that is not on stage.');
        return play(name, input);
      }),
    });
    const running = workers.run();
    return {
      async stop() {
        workers.shutdown();
        await running;
      },
    };
  };
  let workers = await startWorkers();
  const gates: Gate[] = [];
  const sync = createSyncClient(client, taskQueue);

  return {
    client,
    sync,
    taskQueue,
    tenant(part = {}) {
      const id = newId() as TenantId; // made here, for this tenant
      const calls: Call[] = [];
      const parts: Activities = { ...goingWell(), ...part };
      cast.set(id, (name, input) => {
        // one entry for one activity: TypeScript does not follow the name through the union
        calls.push({ name, input, at: Date.now() } as Call);
        return (parts[name] as (input: Input<typeof name>) => ReturnType<Activities[typeof name]>)(input);
      });
      return stagedTenant(client, sync, id, calls);
    },
    gate() {
      const gate = createGate();
      gates.push(gate);
      return gate;
    },
    async replaceWorkers() {
      await workers.stop();
      workers = await startWorkers();
    },
    async close() {
      for (const gate of gates) gate.open();
      for (const id of cast.keys()) {
        // Who was off-boarded or never began has no workflow to end.
        await client.workflow
          .getHandle(tenantSyncId(id))
          .terminate()
          .catch(() => undefined);
      }
      await workers.stop();
    },
  };
}

/** Activities that all lead to one place. */
function onStage(play: <N extends Name>(name: N, input: Input<N>) => ReturnType<Activities[N]>): Activities {
  const as =
    <N extends Name>(name: N) =>
    (input: Input<N>) =>
      play(name, input);
  return {
    openRun: as('openRun'),
    syncPages: as('syncPages'),
    findVanished: as('findVanished'),
    proveGone: as('proveGone'),
    cleanUp: as('cleanUp'),
    completePreview: as('completePreview'),
    settle: as('settle'),
    eraseRemoved: as('eraseRemoved'),
    closeRun: as('closeRun'),
    scheduleNextRun: as('scheduleNextRun'),
    eraseTenant: as('eraseTenant'),
  };
}

/** A tenant whose runs find three people and nothing to do. Its runs are numbered as PostgreSQL would. */
function goingWell(): Activities {
  let runs = 0;
  return {
    openRun: async ({ trigger, approves }) => ({
      answer: 'opened',
      runId: String(++runs) as RunId, // a run's number in decimal
      kind: approves === undefined ? 'full' : 'cleanUp',
      trigger,
      heartbeatMs: HEARTBEAT_MS,
    }),
    syncPages: async () => ({ next: 'done', read: 3, expected: 3 }),
    findVanished: async () => ({ toProve: 0, cleanUpNeeded: false, unsettled: false, eraseDue: false }),
    proveGone: async () => ({ next: 'done' }),
    cleanUp: async () => ({ next: 'done', eraseDue: false }),
    completePreview: async () => undefined,
    settle: async () => undefined,
    eraseRemoved: async () => ({ next: 'done' }),
    closeRun: async () => undefined,
    scheduleNextRun: async () => ({ nextSyncAt: Date.now() + HOUR }),
    eraseTenant: async () => ({ next: 'done' }),
  };
}

function stagedTenant(client: Client, sync: SyncClient, id: TenantId, calls: readonly Call[]): StagedTenant {
  const handle = client.workflow.getHandle<typeof tenantSync>(tenantSyncId(id));
  const inputsOf = <N extends Name>(name: N): readonly Input<N>[] =>
    calls.flatMap((call) => (call.name === name ? [call.input as Input<N>] : [])); // of that name, so of that input
  return {
    id,
    calls,
    namesOfCalls: () => calls.map(({ name }) => name),
    inputsOf,
    called: async (name, times = 1) => {
      await until(`${name} was called ${times} times`, () => inputsOf(name).length >= times);
    },
    ended: async (runs) => {
      await until(`${runs} runs have ended`, async () => {
        if (inputsOf('scheduleNextRun').length < runs) return false;
        return (await handle.query(status)).running === undefined;
      });
    },
    asleep: async () => {
      await until('it is asleep', async () => {
        const events = (await handle.fetchHistory()).events ?? [];
        const newest = events.at(-1);
        const seenByTheWorkflow = !newest?.workflowExecutionSignaledEventAttributes && !isOfAGoingTask(newest);
        return seenByTheWorkflow && events.findLast(isAStep)?.timerStartedEventAttributes != null;
      });
    },
    send: (message) => sync.send(id, message),
    syncNow: (requestId = randomUUID()) =>
      sync.send(id, { kind: 'syncNow', requestId, trigger: 'manual', full: false }),
    status: () => handle.query(status),
    handle,
    run: (n) => client.workflow.getHandle<typeof syncRun>(syncRunId(id, String(n) as RunId)), // a run's number in decimal
    isNow: (workflow, statusName) =>
      until(`${workflow.workflowId} is ${statusName}`, async () => {
        const description = await workflow.describe();
        return description.status.name === statusName && description;
      }),
  };
}

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

const isOfAGoingTask = (event: HistoryEvent | undefined): boolean =>
  event?.workflowTaskScheduledEventAttributes != null || event?.workflowTaskStartedEventAttributes != null;

/** What the workflow did or what came of it: neither its own tasks nor what it was told or told others. */
const isAStep = (event: HistoryEvent): boolean =>
  !isOfAGoingTask(event) &&
  event.workflowTaskCompletedEventAttributes == null &&
  event.workflowExecutionSignaledEventAttributes == null &&
  event.upsertWorkflowSearchAttributesEventAttributes == null;
