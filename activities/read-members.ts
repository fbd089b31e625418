import { hasMembers, restartMembers, type ScopePlace, storeMembersPage } from '../db/store-members-page.ts';
import type { Directory, MembersPage } from '../entra/directory.ts';
import { EntraError } from '../entra/entra-error.ts';
import { MOST_RESTARTS } from '../sync/after-place-lost.ts';
import type { EntraGroupId } from '../sync/ids.ts';
import { isEndless } from '../sync/is-endless.ts';
import type { ActivityDeps } from './activity-deps.ts';
import type { Chunk } from './chunk.ts';
import { runFailure } from './failures.ts';
import { lockOrStop, stopsHere } from './lock-or-stop.ts';
import type { RunIds } from './run-ids.ts';

/** What a run reads the members of groups by. */
export type MembersReading = {
  readonly ids: RunIds;
  readonly directory: Directory;
  readonly groups: readonly EntraGroupId[];
};

/**
 * Reads who is in the chosen groups, a group after the other, and stores each page with the place of the next. Members
 * count only when all groups are read to their end. A group that is gone or may not be read ends the run, and so do
 * groups that nobody is in: whoever is an employee stays.
 *
 * Safe to run twice: it goes on at the page after the last that was stored, and a page is stored once.
 */
export async function readMembers(
  { db }: Pick<ActivityDeps, 'db'>,
  { ids, directory, groups }: MembersReading,
  from: ScopePlace,
  chunk: Chunk,
): Promise<'done' | 'more' | 'stopped'> {
  let place = from;
  const followed = new Set<string>();
  for (;;) {
    const group = groups[place.group];
    if (group === undefined) throw new Error('The place of a chosen group is beyond their end.');
    if (isEndless({ pages: place.page, people: 0, expected: null })) throw runFailure('listingEndless');
    const page = await fetchMembers(directory, group, place.link, chunk.signal);
    if (page === 'placeLost') {
      await beginAgain({ db }, ids, place);
      return 'more';
    }
    if (page.next !== undefined && followed.has(page.next)) throw new EntraError('untrustedLink');
    if (page.next !== undefined) followed.add(page.next);
    const next = after(place, page, groups.length);
    const stored = await storePage({ db }, ids, place, page, next);
    if (stored !== 'stored') return stored === 'stopped' ? stored : 'more';
    if (next === undefined) return 'done';
    if (chunk.isOver()) return 'more';
    place = { ...next, page: place.page + 1 };
  }
}

/** The next page of this group, or the first of the next one; undefined: there is none. */
function after(place: ScopePlace, page: MembersPage, groups: number): Omit<ScopePlace, 'page'> | undefined {
  if (page.next !== undefined) return { group: place.group, link: page.next };
  return place.group + 1 < groups ? { group: place.group + 1, link: undefined } : undefined;
}

async function fetchMembers(
  directory: Directory,
  group: EntraGroupId,
  link: string | undefined,
  signal: AbortSignal,
): Promise<MembersPage | 'placeLost'> {
  try {
    return await directory.readGroupMembersPage(group, link, signal);
  } catch (err) {
    if (err instanceof EntraError && err.class === 'resync') return 'placeLost';
    throw err;
  }
}

async function storePage(
  { db }: Pick<ActivityDeps, 'db'>,
  { tenantId, runId }: RunIds,
  place: ScopePlace,
  { members }: MembersPage,
  next: Omit<ScopePlace, 'page'> | undefined,
): Promise<'stored' | 'stopped' | 'outOfPlace'> {
  return db.inTransaction(tenantId, async (tx) => {
    if (stopsHere(await lockOrStop({ tenantId, runId }, tx))) return 'stopped';
    const stored = await storeMembersPage(tenantId, tx, runId, place, members, next);
    if (stored === 'stored' && next === undefined && !(await hasMembers(tenantId, tx, runId)))
      throw runFailure('groupsEmpty');
    return stored;
  });
}

async function beginAgain(
  { db }: Pick<ActivityDeps, 'db'>,
  { tenantId, runId }: RunIds,
  place: ScopePlace,
): Promise<void> {
  await db.inTransaction(tenantId, async (tx) => {
    await lockOrStop({ tenantId, runId }, tx);
    const restarts = await restartMembers(tenantId, tx, runId, place);
    if (restarts !== 'outOfPlace' && restarts > MOST_RESTARTS) throw runFailure('listingKeepsRestarting');
  });
}
