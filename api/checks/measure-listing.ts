import type { Directory, MembersPage, PageLink, UsersPage } from '../../entra/directory.ts';
import { EntraError } from '../../entra/entra-error.ts';
import { evaluatePerson } from '../../sync/evaluate-person.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import type { MailboxKind } from '../../sync/mailbox-answer.ts';
import type { ScopeOf } from '../../sync/judge.ts';
import { judgeKind, type KnownKind, type PersonKind } from '../../sync/person-kind.ts';
import type { Rules } from '../../sync/rules.ts';
import type { CheckSteps } from './check-step.ts';

export type Measured = {
  readonly counted: number;
  readonly matching: number;
  readonly byKind: Readonly<Record<PersonKind, number>>;
  /** Of those matching, who only looks like a mailbox or a room, since nobody could say for certain. */
  readonly suspects: Readonly<Record<MailboxKind, number>>;
  /** False: time was up, or Graph gave no more, before the listing's end. */
  readonly complete: boolean;
};

const NOBODY = { person: 0, guest: 0, sharedMailbox: 0, room: 0, equipment: 0, serviceAccount: 0 } as const;
const NO_SUSPECTS = { sharedMailbox: 0, room: 0, equipment: 0 } as const;
export const NOTHING_MEASURED: Measured = {
  counted: 0,
  matching: 0,
  byKind: NOBODY,
  suspects: NO_SUSPECTS,
  complete: false,
};

/** What is known of these people's kinds beyond the listing. */
export type KindsOf = (
  users: readonly EntraUser[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<EntraObjectId, KnownKind>>;

/**
 * Reads the listing with the rules that a run would go by, and counts, page by page: until its end, until Graph gives no
 * more, or until the signal is aborted. Where groups are chosen their members are read first; without all of them nobody
 * is known to match. Nothing is stored, and nothing of a person is kept but the id, which may come twice.
 */
export async function* measureListing(
  directory: Directory,
  rules: Rules,
  kindsOf: KindsOf,
  signal: AbortSignal,
): CheckSteps<Measured> {
  const scopeOf = yield* readScope(directory, rules, signal);
  const seen = new Set<EntraObjectId>();
  const byKind: Record<PersonKind, number> = { ...NOBODY };
  const suspects: Record<MailboxKind, number> = { ...NO_SUSPECTS };
  let matching = 0;
  let complete = false;
  let link: PageLink | undefined;
  while (!complete) {
    yield { kind: 'asks', question: 'listing', counted: seen.size };
    const page: UsersPage | undefined = await readPage(directory, link, rules.select, signal);
    if (page === undefined) break;
    const fresh = page.users.filter(({ id }) => !seen.has(id));
    const kinds = await kindsOf(fresh, signal);
    for (const user of fresh) {
      if (seen.has(user.id)) continue; // twice on this page
      seen.add(user.id);
      const known = kinds.get(user.id);
      const is = judgeKind(user, rules.filter.patterns, known);
      byKind[is.kind]++;
      if (evaluatePerson(user, rules, noFingerprint, scopeOf(user.id), known).kind !== 'matches') continue;
      matching++;
      if ('looksLike' in is && is.looksLike !== undefined) suspects[is.looksLike.kind]++;
    }
    link = page.next;
    complete = link === undefined;
  }
  return { counted: seen.size, matching, byKind, suspects, complete };
}

/** Unknown of everybody where the members could not be read to their end. */
async function* readScope(directory: Directory, { filter }: Rules, signal: AbortSignal): CheckSteps<ScopeOf> {
  const members = new Set<EntraObjectId>();
  try {
    for (const group of filter.groups ?? []) {
      for (let link: PageLink | undefined, more = true; more; more = link !== undefined) {
        yield { kind: 'asks', question: 'members', counted: members.size };
        const page: MembersPage = await directory.readGroupMembersPage(group, link, signal);
        for (const id of page.members) members.add(id);
        link = page.next;
      }
    }
  } catch (err) {
    if (signal.aborted || err instanceof EntraError) return () => 'unknown';
    throw err;
  }
  return (id) => members.has(id);
}

/** Nothing is compared with what is stored. */
const noFingerprint = (): string => '';

/** Undefined: no page more is to be had, and what was counted so far is the answer. */
async function readPage(
  directory: Directory,
  link: PageLink | undefined,
  select: readonly string[],
  signal: AbortSignal,
): Promise<UsersPage | undefined> {
  try {
    return await directory.readUsersPage(link, select, signal);
  } catch (err) {
    if (signal.aborted || err instanceof EntraError) return undefined;
    throw err;
  }
}
