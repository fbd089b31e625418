import { keepMailboxAnswers, readMailboxAnswers } from '../db/mailbox-answers.ts';
import type { MailboxAsker } from '../entra/directory.ts';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { MailboxAnswer } from '../sync/mailbox-answer.ts';
import { holdAnswers, mailboxQuestions, mayBeMailbox } from '../sync/mailbox-question.ts';
import type { Rules } from '../sync/rules.ts';
import type { ActivityDeps } from './activity-deps.ts';

type Deps = Pick<ActivityDeps, 'db' | 'fingerprint' | 'now'>;
type People = {
  readonly tenantId: TenantId;
  readonly asker: MailboxAsker;
  readonly rules: Rules;
  readonly users: readonly EntraUser[];
};

/** Five batches of Graph: at most so many answers are asked for again after a worker was killed. */
const KEPT_AT_ONCE = 100;

/**
 * What is known of the mailboxes of these people: kept answers, and for whoever is new or changed Microsoft's. Whom it
 * does not answer for keeps an old answer, or has none; no run fails by it.
 *
 * Asks before the page's transaction. Safe to run twice: what was answered is kept and not asked for again.
 */
export async function learnMailboxes(
  { db, fingerprint, now }: Deps,
  { tenantId, asker, rules, users: everybody }: People,
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraObjectId, MailboxAnswer>> {
  const users = everybody.filter((user) => mayBeMailbox(user, rules));
  if (users.length === 0) return new Map();
  const ids = users.map(({ id }) => id);
  const kept = await db.inTransaction(tenantId, (tx) => readMailboxAnswers(tenantId, tx, ids));
  const { known, old, toAsk } = mailboxQuestions(users, kept, rules, { now: now(), fingerprint });
  const answers = new Map([...old, ...known]);
  for (let start = 0; start < toAsk.length; start += KEPT_AT_ONCE) {
    const part = toAsk.slice(start, start + KEPT_AT_ONCE);
    const held = holdAnswers(part, old, await asker.ask(part, signal));
    if (held.toKeep.length + held.toForget.length > 0)
      await db.inTransaction(tenantId, (tx) => keepMailboxAnswers(tenantId, tx, held, now()));
    for (const [id, answer] of held.answers) answers.set(id, answer);
  }
  return answers;
}
