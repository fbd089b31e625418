import type { WorkflowHandle } from '@temporalio/client';

/** The texts beside the rows of a history. */
export async function summariesOf(workflow: WorkflowHandle): Promise<readonly string[]> {
  const { events } = await workflow.fetchHistory();
  return (events ?? []).flatMap(
    ({ userMetadata, activityTaskScheduledEventAttributes, timerStartedEventAttributes }) => {
      if (!activityTaskScheduledEventAttributes && !timerStartedEventAttributes) return [];
      const text = userMetadata?.summary?.data;
      return text ? [JSON.parse(Buffer.from(text).toString()) as string] : []; // a JSON text, as the SDK writes summaries
    },
  );
}
