import { readManagers } from '../db/keep-managers.ts';
import { readKindsByHand } from '../db/kinds-by-hand.ts';
import type { Directory, Proof } from '../entra/directory.ts';
import { decideManager } from '../sync/decide-manager.ts';
import type { EntraUser, ToldManager } from '../sync/entra-user.ts';
import type { EntraObjectId, TenantId } from '../sync/ids.ts';
import type { MailboxAnswer } from '../sync/mailbox-answer.ts';
import { judgeBy, type KindOf, type ScopeOf } from '../sync/judge.ts';
import type { Rules } from '../sync/rules.ts';
import type { RunPhase } from '../sync/run.ts';
import { managerProperties } from '../sync/select-properties.ts';
import type { ActivityDeps } from './activity-deps.ts';
import type { LearnedPeople } from './learn-about.ts';
import type { ManagerMemory } from './manager-memory.ts';

type Reading = {
  readonly tenantId: TenantId;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly memory: ManagerMemory;
};
type People = {
  readonly users: readonly EntraUser[];
  readonly phase: RunPhase;
  readonly scopeOf: ScopeOf;
  readonly mailboxes: ReadonlyMap<EntraObjectId, MailboxAnswer>;
};

/**
 * Finds out who manages these people, and reads of each manager what fields need: from people that this chunk has read
 * already, else by id, each once. Of whom it cannot be told, the answer says nothing: what is stored of their manager
 * stays. Asks Graph, so it stands outside of every transaction; a second call asks again.
 */
export async function resolveManagers(
  { db, fingerprint }: Pick<ActivityDeps, 'db' | 'fingerprint'>,
  reading: Reading,
  { users, phase, scopeOf, mailboxes }: People,
  signal: AbortSignal,
): Promise<readonly EntraUser[]> {
  const { tenantId, rules, memory } = reading;
  if (!rules.usesManager || users.length === 0) return users;
  memory.keep(users);
  const ids = users.map(({ id }) => id);
  const { kept, byHand } = await db.inTransaction(tenantId, async (tx) => ({
    kept: await readManagers(tenantId, tx, ids),
    byHand: await readKindsByHand(tenantId, tx, ids),
  }));
  const kindOf: KindOf = (id) => ({ mailbox: mailboxes.get(id), byHand: byHand.get(id) });
  const judge = judgeBy(rules, fingerprint, scopeOf, kindOf);
  const matches = (user: EntraUser): boolean => judge(user, undefined).kind === 'matches';
  const concerned = users.filter((user) => kept.has(user.id) || matches(user));
  const known = await askAround(reading, { users: concerned, kept, phase }, signal);
  return users.map((user) => {
    const { manager: _told, ...rest } = user;
    const manager = known.get(user.id);
    return manager === undefined ? rest : { ...rest, manager };
  });
}

/** Of these people, those whose manager could not be told though a field needs it. */
export const withoutManager = ({ rules, users }: Pick<LearnedPeople, 'rules' | 'users'>): readonly EntraObjectId[] =>
  rules.usesManager ? users.flatMap(({ id, manager }) => (manager === undefined ? [id] : [])) : [];

type Known = Extract<ToldManager, { kind: 'known' }>;
type Concerned = {
  readonly users: readonly EntraUser[];
  readonly kept: ReadonlyMap<EntraObjectId, EntraObjectId | null>;
  readonly phase: RunPhase;
};

async function askAround(
  reading: Reading,
  { users, kept, phase }: Concerned,
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraObjectId, Known>> {
  const known = new Map<EntraObjectId, Known>();
  const links = new Map<EntraObjectId, EntraObjectId>();
  const toAsk: EntraObjectId[] = [];
  for (const { id, manager } of users) {
    const decision = decideManager(manager, kept.get(id), phase);
    if (decision.kind === 'ask') toAsk.push(id);
    else if (manager?.kind === 'known') known.set(id, manager);
    else if (decision.id === null) known.set(id, NOBODY);
    else links.set(id, decision.id);
  }
  for (const [id, manager] of await askForPeople(reading, toAsk, signal)) known.set(id, manager);
  // Who has no manager and had one: it tells whether that one is deleted, and can come back.
  const former = new Map([...known].flatMap(([id, manager]) => formerOf(id, manager, kept)));
  const control = users[0]?.id;
  const facts = await lookUpManagers(reading, [...links.values(), ...former.values()], control, signal);
  for (const [id, managerId] of former) {
    if (facts.get(managerId) === 'gone') known.set(id, { kind: 'known', id: managerId, user: null });
  }
  const orphans: EntraObjectId[] = [];
  for (const [id, managerId] of links) {
    const found = facts.get(managerId);
    if (found === 'gone') orphans.push(id);
    else if (found !== undefined) known.set(id, { kind: 'known', id: managerId, user: found });
  }
  // No person of that id is there: deleted, or a contact. Who is managed tells which.
  for (const [id, manager] of await askForPeople(reading, orphans, signal)) {
    const link = links.get(id);
    known.set(id, manager.id === null && link !== undefined ? { ...manager, id: link } : manager);
  }
  return known;
}

const NOBODY: Known = { kind: 'known', id: null, user: null };

function formerOf(
  id: EntraObjectId,
  manager: Known,
  kept: ReadonlyMap<EntraObjectId, EntraObjectId | null>,
): (readonly [EntraObjectId, EntraObjectId])[] {
  const before = kept.get(id) ?? null;
  return manager.id === null && before !== null ? [[id, before]] : [];
}

/** Their managers as Entra answers by id. Who is gone, or cannot be told of, is left out. */
async function askForPeople(
  { directory, rules, memory }: Reading,
  ids: readonly EntraObjectId[],
  signal: AbortSignal,
): Promise<readonly (readonly [EntraObjectId, Known])[]> {
  if (ids.length === 0) return [];
  const proofs = [...(await directory.proveUsers(ids, undefined, rules.select, signal))];
  return proofs.flatMap(([id, proof]) => {
    const manager = proof.kind === 'there' ? proof.user.manager : undefined;
    if (manager?.kind !== 'known') return [];
    if (manager.user !== null) memory.keep([manager.user]);
    return [[id, manager] as const];
  });
}

async function lookUpManagers(
  { directory, rules, memory }: Reading,
  ids: readonly EntraObjectId[],
  control: EntraObjectId | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraObjectId, EntraUser | 'gone'>> {
  const unknown = [...new Set(ids)].filter((id) => memory.find(id) === undefined);
  const select = managerProperties(rules.select);
  const proofs: ReadonlyMap<EntraObjectId, Proof> =
    unknown.length === 0 ? new Map() : await directory.proveUsers(unknown, control, select, signal);
  const found = new Map<EntraObjectId, EntraUser | 'gone'>();
  for (const id of ids) {
    const user = memory.find(id);
    const proof = proofs.get(id);
    if (user !== undefined) found.set(id, user);
    else if (proof?.kind === 'gone') found.set(id, 'gone');
    else if (proof?.kind === 'there') found.set(id, proof.user);
  }
  memory.keep([...found.values()].flatMap((each) => (each === 'gone' ? [] : [each])));
  return found;
}
