import { fingerprint } from '../../db/fingerprint.ts';
import { readKindsByHand } from '../../db/kinds-by-hand.ts';
import { readMailboxAnswers } from '../../db/mailbox-answers.ts';
import type { Directory } from '../../entra/directory.ts';
import type { TenantId } from '../../sync/ids.ts';
import { holdAnswers, mailboxQuestions } from '../../sync/mailbox-question.ts';
import type { Rules } from '../../sync/rules.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { KindsOf } from './measure-listing.ts';

/** Somebody waits: this many mailboxes are asked about in one check, and of the others the kept answers count. */
const MOST_QUESTIONS = 200;

/** What is known of kinds for a look that stores nothing: by hand, by kept answers, and by some that are asked for now. */
export function kindsWithoutKeeping(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  { tenantId, directory, rules }: { readonly tenantId: TenantId; readonly directory: Directory; readonly rules: Rules },
): KindsOf {
  const asker = directory.mailboxAsker();
  let left = MOST_QUESTIONS;
  return async (users, signal) => {
    const ids = users.map(({ id }) => id);
    const { byHand, kept } = await db.inTransaction(tenantId, async (tx) => ({
      byHand: await readKindsByHand(tenantId, tx, ids),
      kept: await readMailboxAnswers(tenantId, tx, ids),
    }));
    const options = { now: now(), fingerprint, everybody: true };
    const { known, old, toAsk } = mailboxQuestions(users, kept, rules, options);
    const questions = toAsk.slice(0, left);
    left -= questions.length;
    const told = await asker.ask(questions, signal).catch((err: unknown) => {
      if (signal.aborted) return new Map<never, never>(); // time is up: what is known so far is the answer
      throw err;
    });
    const mailboxes = new Map([...known, ...old, ...holdAnswers(questions, old, told).answers]);
    return new Map(ids.map((id) => [id, { byHand: byHand.get(id), mailbox: mailboxes.get(id) }]));
  };
}
