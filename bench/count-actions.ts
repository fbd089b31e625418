import type { WorkflowHandle } from '@temporalio/client';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

/** https://docs.temporal.io/cloud/actions: what each step of a history is billed as. */
const ACTIONS = [
  ['activityTaskScheduledEventAttributes', 1],
  ['timerStartedEventAttributes', 1],
  ['startChildWorkflowExecutionInitiatedEventAttributes', 2],
  ['workflowExecutionSignaledEventAttributes', 1],
  ['upsertWorkflowSearchAttributesEventAttributes', 1],
  ['workflowExecutionContinuedAsNewEventAttributes', 1],
  ['markerRecordedEventAttributes', 1],
] as const satisfies readonly (readonly [keyof HistoryEvent, number])[];

/**
 * Actions of these events. Another attempt of an activity is one more, and so is each heartbeat that may have been sent
 * meanwhile, which no history shows.
 */
export function countActions(events: readonly HistoryEvent[], heartbeatEveryMs: number): number {
  const steps = events.flatMap((event) =>
    ACTIONS.map(([attributes, actions]) => (event[attributes] == null ? 0 : actions)),
  );
  const besides = events.map((event) => attemptsAfterTheFirst(event) + heartbeatsOf(event, events, heartbeatEveryMs));
  return [...steps, ...besides].reduce((sum, actions) => sum + actions, 0);
}

const attemptsAfterTheFirst = ({ activityTaskStartedEventAttributes: started }: HistoryEvent): number =>
  (started?.attempt ?? 1) - 1;

function heartbeatsOf(event: HistoryEvent, events: readonly HistoryEvent[], everyMs: number): number {
  const ended = event.activityTaskCompletedEventAttributes;
  if (ended == null) return 0;
  const started = events.find(({ eventId }) => String(eventId) === String(ended.startedEventId)) ?? event;
  return Math.floor((msOf(event) - msOf(started)) / everyMs);
}

const msOf = ({ eventTime }: HistoryEvent): number =>
  Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6;
