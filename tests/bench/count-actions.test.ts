import { describe, expect, test } from 'vitest';
import { countActions, type HistoryEvent } from '../../bench/count-actions.ts';

const at = (seconds: number) => ({ seconds, nanos: 0 }) as unknown as HistoryEvent['eventTime']; // as the wire has it
const event = (eventId: number, attributes: Partial<HistoryEvent>, seconds = 0): HistoryEvent =>
  ({ ...attributes, eventId, eventTime: at(seconds) }) as unknown as HistoryEvent;

describe('the actions of a history', () => {
  test('are timers, activities, signals and upserts, and two for a child', () => {
    const events = [
      event(1, { workflowExecutionStartedEventAttributes: {} }),
      event(2, { workflowTaskScheduledEventAttributes: {} }),
      event(3, { timerStartedEventAttributes: {} }),
      event(4, { workflowExecutionSignaledEventAttributes: {} }),
      event(5, { activityTaskScheduledEventAttributes: {} }),
      event(6, { startChildWorkflowExecutionInitiatedEventAttributes: {} }),
      event(7, { childWorkflowExecutionStartedEventAttributes: {} }),
      event(8, { upsertWorkflowSearchAttributesEventAttributes: {} }),
    ];
    expect(countActions(events, 20_000)).toBe(6);
  });

  test('are one more for another attempt, and for each heartbeat of a long activity', () => {
    const events = [
      event(1, { activityTaskScheduledEventAttributes: {} }),
      event(2, { activityTaskStartedEventAttributes: { attempt: 3 } }, 10),
      event(3, { activityTaskCompletedEventAttributes: { startedEventId: 2 as never } }, 55),
    ];
    expect(countActions(events, 20_000)).toBe(1 + 2 + 2);
  });
});
