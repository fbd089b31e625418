import { assertNever } from './assert-never.ts';
import type { Trigger } from './run.ts';

/** How urgent a request is among those of our app: Microsoft turns away the low ones first. */
export type RequestPriority = 'low' | 'high';

/** A person waits for what a person asked for; nobody waits for the schedule. */
export function priorityOf(trigger: Trigger): RequestPriority {
  switch (trigger) {
    case 'manual':
    case 'settings':
    case 'link':
    case 'retry':
    case 'approval':
      return 'high';
    case 'schedule':
      return 'low';
    default:
      return assertNever(trigger);
  }
}
