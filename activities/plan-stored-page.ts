import type { AppliedChange, PlannedPeople } from '../db/apply-people.ts';
import type { Tx } from '../db/database.ts';
import { readKindsByHand } from '../db/kinds-by-hand.ts';
import { readKnown } from '../db/read-known.ts';
import { readStored } from '../db/read-stored.ts';
import { differingValues } from '../sync/differing-values.ts';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { MailboxAnswer } from '../sync/mailbox-answer.ts';
import { type Judge, judgeBy, type KindOf, type ScopeOf } from '../sync/judge.ts';
import { planPage } from '../sync/plan-page.ts';
import type { Rules } from '../sync/rules.ts';
import type { ActivityDeps } from './activity-deps.ts';

type Facts = {
  readonly tenantId: TenantId;
  readonly tx: Tx;
  readonly rules: Rules;
  readonly users: readonly EntraUser[];
  /** Does not know the kinds that people gave by hand. */
  readonly judge: Judge;
  /** What Microsoft answered about mailboxes. */
  readonly mailboxes: ReadonlyMap<EntraObjectId, MailboxAnswer>;
  /** Who is a member of the chosen groups; it counts only where there are some. */
  readonly scopeOf: ScopeOf;
  /** Whoever is to be imported is taken for new: only the others are looked for. */
  readonly takenForNew?: boolean;
};

/** Plans people against what is stored of them. Old values are read only of those who change. */
export async function planStoredPage(
  { fingerprint }: Pick<ActivityDeps, 'fingerprint'>,
  { tenantId, tx, rules, users, judge: judgeListed, mailboxes, scopeOf, takenForNew = false }: Facts,
): Promise<PlannedPeople> {
  const ids = users.map((user) => user.id);
  // Within the transaction: what a person decides while mailboxes are asked about holds for this page already.
  const byHand = await readKindsByHand(tenantId, tx, ids);
  const kindOf: KindOf = (id) => ({ mailbox: mailboxes.get(id), byHand: byHand.get(id) });
  const judgeByHand = judgeBy(rules, fingerprint, scopeOf, kindOf);
  const judge: Judge = (user, kept) => (byHand.has(user.id) ? judgeByHand : judgeListed)(user, kept);
  const isLookedFor = (user: EntraUser): boolean => !takenForNew || judge(user, undefined).kind === 'skipped';
  const lookedFor = users.filter(isLookedFor).map((user) => user.id);
  const known = await readKnown(tenantId, tx, lookedFor, rules.keepsValues);
  const planned = planPage(users, known, rules, judge);
  const changing = planned.changes
    .filter(({ action }) => action !== 'create')
    .map(({ person }) => person.entraObjectId);
  const stored = changing.length === 0 ? new Map() : await readStored(tenantId, tx, changing);
  const changes = planned.changes.map((change): AppliedChange => {
    const old = change.action === 'create' ? undefined : stored.get(change.person.entraObjectId);
    if (old === undefined) return { ...change, before: null, after: null };
    return { ...change, ...differingValues(old.values, change.person.values) };
  });
  return { ...planned, changes };
}
