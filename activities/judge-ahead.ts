import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntraUser } from '../sync/entra-user.ts';
import type { Evaluation } from '../sync/evaluate-person.ts';
import type { Judge } from '../sync/judge.ts';

/** A millisecond's work: whatever else this process does waits no longer, other tenants' runs among it. */
const AT_ONCE = 100;

/**
 * The same judge, with these people judged already as if nothing were kept of them: most of the work of a page can be
 * done before it is known what is stored. Whoever has something kept is judged again.
 */
export async function judgeAhead(users: readonly EntraUser[], judge: Judge): Promise<Judge> {
  const ahead = new Map<EntraUser, Evaluation>();
  for (const [index, user] of users.entries()) {
    if (index % AT_ONCE === 0) await nextTurn();
    ahead.set(user, judge(user, undefined));
  }
  return (user, kept) => (kept === undefined ? ahead.get(user) : undefined) ?? judge(user, kept);
}
