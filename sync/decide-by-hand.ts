import { assertNever } from './assert-never.ts';
import { isPresent, type EmployeeStatus } from './employee-status.ts';

/** What a person can ask for one employee: undo a removal; keep them whatever Entra says; leave them to Entra again. */
export type HandWish = 'restore' | 'pin' | 'unpin';

/** What is stored of the employee, as far as the wish needs it. */
export type HandFacts = { readonly status: EmployeeStatus; readonly pinned: boolean; readonly erased: boolean };

/**
 * `bringBack`: restored and pinned. `erased`: refused, since nothing is left to bring back.
 */
export type HandDecision = 'bringBack' | 'pin' | 'unpin' | 'unchanged' | 'erased';

/**
 * Decides what a wish does. Whoever is pinned is present: restoring pins, or the next run would remove them again, and
 * pinning somebody missing or removed restores them. A wish that is fulfilled already changes nothing.
 */
export function decideByHand({ status, pinned, erased }: HandFacts, wish: HandWish): HandDecision {
  switch (wish) {
    case 'restore':
      if (isPresent(status)) return 'unchanged';
      return erased ? 'erased' : 'bringBack';
    case 'pin':
      if (isPresent(status)) return pinned ? 'unchanged' : 'pin';
      return erased ? 'erased' : 'bringBack';
    case 'unpin':
      return pinned ? 'unpin' : 'unchanged';
    default:
      return assertNever(wish);
  }
}
