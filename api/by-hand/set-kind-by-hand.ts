import { applyKindByHand, relabel } from '../../db/apply-kind-by-hand.ts';
import { fingerprint } from '../../db/fingerprint.ts';
import { setKindByHand as storeKind } from '../../db/kinds-by-hand.ts';
import { lockTenant } from '../../db/lock-tenant.ts';
import { readMailboxAnswers } from '../../db/mailbox-answers.ts';
import { readKnown } from '../../db/read-known.ts';
import type { Directory } from '../../entra/directory.ts';
import { EntraError } from '../../entra/entra-error.ts';
import type { InScope } from '../../sync/evaluate-filter.ts';
import { decideKindByHand } from '../../sync/decide-kind-by-hand.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { EntraObjectId, TenantId } from '../../sync/ids.ts';
import type { MailboxAnswer } from '../../sync/mailbox-answer.ts';
import { holdAnswers, mailboxQuestions } from '../../sync/mailbox-question.ts';
import { judgeKind, type PersonKind } from '../../sync/person-kind.ts';
import type { Rules } from '../../sync/rules.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newestRules } from '../settings/newest-rules.ts';
import { notFound } from '../problem-error.ts';
import { directoryProblem } from '../refuse-directory.ts';
import { findTenant, LINKED, requireDirectory, requireStatus } from '../require-status.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>;
type Person = { readonly tenantId: TenantId; readonly entraObjectId: EntraObjectId };

/** Somebody waits for the answer. */
const LOOK_UP_WITHIN_MS = 20_000;

/**
 * Gives one person a kind, or with undefined leaves it to Entra again, and does at once what follows: the person is
 * looked up live, so that whoever is no employee yet can become one. Microsoft is asked before the transaction.
 *
 * A present employee gets a kind even while Microsoft cannot be asked. Otherwise throws ProblemError: as directoryProblem
 * says, `notFound` for somebody whom neither the directory nor Employees holds. Safe to repeat.
 */
export async function setKindByHand(deps: Deps, person: Person, kind: PersonKind | undefined): Promise<void> {
  const { db, directoryOf } = deps;
  const { tenantId, entraObjectId } = person;
  const { directoryId, rules } = await db.inTransaction(tenantId, async (tx) => {
    const directoryId = requireDirectory(await findTenant(tenantId, tx));
    return { directoryId, rules: await newestRules(tenantId, tx) };
  });
  const found = await lookUp(deps, directoryOf(directoryId), person, rules, kind === undefined);

  await db.inTransaction(tenantId, async (tx) => {
    await lockTenant(tenantId, tx);
    requireStatus(await findTenant(tenantId, tx), LINKED);
    // What was saved while Microsoft was asked counts; a property that only the newer rules need is the next run's.
    const newest = await newestRules(tenantId, tx);
    const employee = (await readKnown(tenantId, tx, [entraObjectId], newest.keepsValues)).get(entraObjectId);
    const user = found.kind === 'there' ? found.user : undefined;
    if (user === undefined && (employee === undefined || (kind === undefined && found.kind === 'notAsked'))) {
      throw found.kind === 'notAsked' ? directoryProblem(found.why) : notFound('person');
    }
    await storeKind(tenantId, tx, entraObjectId, kind);
    const inScope = found.kind === 'there' ? found.inScope : 'unknown';
    const known = { byHand: kind, mailbox: found.kind === 'there' ? found.mailbox : undefined };
    const change = decideKindByHand({ entraObjectId, user, employee, inScope, known }, newest, fingerprint);
    const about = user === undefined ? undefined : judgeKind(user, newest.filter.patterns, known);
    if (about !== undefined) {
      const { kind: is, ...evidence } = about;
      await relabel(tenantId, tx, entraObjectId, is, evidence);
    } else if (kind !== undefined) await relabel(tenantId, tx, entraObjectId, kind, { evidence: 'byHand' });
    await applyKindByHand(tenantId, tx, entraObjectId, change);
  });
}

type LookedUp =
  | {
      readonly kind: 'there';
      readonly user: EntraUser;
      readonly inScope: InScope;
      readonly mailbox: MailboxAnswer | undefined;
    }
  | { readonly kind: 'notThere' }
  | { readonly kind: 'notAsked'; readonly why: unknown };

/** A kind by hand goes before what a mailbox is, so that is asked for only where the kind is given back. */
async function lookUp(
  { db, now }: Deps,
  directory: Directory,
  { tenantId, entraObjectId }: Person,
  rules: Rules,
  withMailbox: boolean,
): Promise<LookedUp> {
  const signal = AbortSignal.timeout(LOOK_UP_WITHIN_MS);
  try {
    const proof = (await directory.proveUsers([entraObjectId], undefined, rules.select, signal)).get(entraObjectId);
    if (proof?.kind === 'unproven' && proof.because === 'passing') throw new EntraError('graphUnavailable');
    if (proof?.kind !== 'there') return { kind: 'notThere' };
    const { user } = proof;
    const { groups = [] } = rules.filter;
    const scope = groups.length === 0 ? undefined : await directory.proveMemberships([user.id], groups, signal);
    const there = { kind: 'there', user, inScope: scope?.get(user.id) ?? 'unknown' } as const;
    if (!withMailbox) return { ...there, mailbox: undefined };
    const kept = await db.inTransaction(tenantId, (tx) => readMailboxAnswers(tenantId, tx, [entraObjectId]));
    const { known, old, toAsk } = mailboxQuestions([user], kept, rules, { now: now(), fingerprint });
    const { answers } = holdAnswers(toAsk, old, await directory.mailboxAsker().ask(toAsk, signal));
    return { ...there, mailbox: answers.get(user.id) ?? known.get(user.id) };
  } catch (err) {
    if (signal.aborted || err instanceof EntraError) return { kind: 'notAsked', why: err };
    throw err;
  }
}
