import type { Directory, MailboxAsker } from '../entra/directory.ts';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import type { MailboxAnswer } from '../sync/mailbox-answer.ts';
import { type Judge, judgeBy, type ScopeOf } from '../sync/judge.ts';
import type { Rules } from '../sync/rules.ts';
import type { RunPhase } from '../sync/run.ts';
import { managerProperties } from '../sync/select-properties.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { judgeAhead } from './judge-ahead.ts';
import { learnMailboxes } from './learn-mailboxes.ts';
import { createManagerMemory, type ManagerMemory } from './manager-memory.ts';
import { resolveManagers } from './resolve-managers.ts';
import { resolveScope } from './resolve-scope.ts';
import type { RunIds } from './run-ids.ts';

/** How a chunk of a run asks about people, with what it need not ask again. */
export type Reading = {
  readonly ids: RunIds;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly asker: MailboxAsker;
  readonly memory: ManagerMemory;
};

export const startReading = (ids: RunIds, directory: Directory, rules: Rules): Reading => ({
  ids,
  directory,
  rules,
  asker: directory.mailboxAsker(),
  memory: createManagerMemory(managerProperties(rules.select)),
});

/** People with all that they are judged by. */
export type LearnedPeople = {
  readonly rules: Rules;
  /** Each with the manager, where a field needs one and it could be told. */
  readonly users: readonly EntraUser[];
  readonly mailboxes: ReadonlyMap<EntraObjectId, MailboxAnswer>;
  readonly scopeOf: ScopeOf;
  /** Does not know the kinds that people gave by hand. */
  readonly judge: Judge;
};

/**
 * What these people are judged by beside what was read of them: mailboxes, groups, managers; and judges them by it, as
 * far as that can be done before it is known what is stored of them. Asks Graph where something is not known, so it
 * stands outside of every transaction; a second call may ask again.
 */
export async function learnAbout(
  deps: Pick<ActivityDeps, 'db' | 'fingerprint' | 'now'>,
  { ids, directory, rules, asker, memory }: Reading,
  { users, phase }: { readonly users: readonly EntraUser[]; readonly phase: RunPhase },
  signal: AbortSignal,
): Promise<LearnedPeople> {
  const { tenantId } = ids;
  const mailboxes = await learnMailboxes(deps, { tenantId, asker, rules, users }, signal);
  const scopeOf = await resolveScope(deps, ids, { directory, rules }, users, signal);
  const people = { users, phase, scopeOf, mailboxes };
  const managed = await resolveManagers(deps, { tenantId, directory, rules, memory }, people, signal);
  const judge = judgeBy(rules, deps.fingerprint, scopeOf, (id) => ({ mailbox: mailboxes.get(id) }));
  // Where fields keep what is stored, whoever is known has to be judged with it anyway.
  return {
    rules,
    users: managed,
    mailboxes,
    scopeOf,
    judge: rules.keepsValues ? judge : await judgeAhead(managed, judge),
  };
}
