import { expect, it } from 'vitest';
import { priorityOf } from '../../sync/request-priority.ts';
import type { Trigger } from '../../sync/run.ts';

/** Complete by type: a new trigger has to say whether a person waits for it. */
const PRIORITIES: Readonly<Record<Trigger, string>> = {
  manual: 'high',
  settings: 'high',
  link: 'high',
  retry: 'high',
  approval: 'high',
  schedule: 'low',
};

it.each(Object.entries(PRIORITIES))('a run asked for by %s is of %s priority', (trigger, priority) => {
  expect(priorityOf(trigger as Trigger)).toBe(priority); // a key of the table
});
