import { storeWatermark } from '../db/end-changes.ts';
import { readRunWork, type RunWork } from '../db/read-run-work.ts';
import { restartListing, type RunPlace } from '../db/restart-listing.ts';
import { EntraError } from '../entra/entra-error.ts';
import { afterPlaceLost, type LostPlace } from '../sync/after-place-lost.ts';
import { hasScope } from '../sync/evaluate-filter.ts';
import { isEndless } from '../sync/is-endless.ts';
import { priorityOf } from '../sync/request-priority.ts';
import { compileRules } from '../sync/rules.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { confirmDirectory } from './confirm-directory.ts';
import { inChunk, type Chunk } from './chunk.ts';
import { runFailure } from './failures.ts';
import { fetchPage, type FetchedPage } from './fetch-page.ts';
import { learnAbout, type Reading, startReading } from './learn-about.ts';
import { lockOrStop } from './lock-or-stop.ts';
import { lookUpMoved } from './look-up-moved.ts';
import { readMembers } from './read-members.ts';
import type { RunIds } from './run-ids.ts';
import { writePage } from './write-page.ts';

export type SyncPagesResult = {
  /** `more`: time is spent, go on with another chunk. `stopped`: the tenant was paused. */
  readonly next: 'more' | 'done' | 'stopped';
  readonly read: number;
  readonly expected: number | null;
};

type Deps = Pick<ActivityDeps, 'db' | 'directoryOf' | 'fingerprint' | 'now' | 'chunkTimeMs' | 'stopping'>;

/**
 * Reads people page by page from where the run stands, changes or everybody, and writes each page with its counters and
 * the place of the next in one transaction. The next page is fetched while one is planned and written.
 *
 * Safe to run twice: it goes on at the page after the last that was written, and a page written again changes nothing.
 */
export async function syncPages(deps: Deps, { tenantId, runId }: RunIds): Promise<SyncPagesResult> {
  return inChunk(deps, async (chunk) => {
    const work = await deps.db.inTransaction(tenantId, (tx) => readRunWork(tenantId, tx, runId));
    if (work === undefined) throw runFailure('interrupted');
    const directory = deps.directoryOf(work.entraTenantId, priorityOf(work.trigger));
    const reading = startReading({ tenantId, runId }, directory, compileRules(work.settings, work.fields));
    const stands = { read: work.read, expected: work.expected ?? null };
    if (work.listingDone) return { ...stands, next: await lookUpAfter(deps, reading, work, chunk) };
    if (work.page === 0) await confirmDirectory(directory, work, deps.now(), chunk.signal);
    const members = await membersFirst(deps, reading, work, chunk);
    if (members !== 'done') return { ...stands, next: members };
    const start = { phase: work.phase, link: work.cursor, page: work.page, read: work.read, from: work.from };
    if (work.needsWatermark && !reading.rules.usesManager) await takeWatermark(deps, reading, chunk);
    const result = await readOn(deps, reading, chunk, start, await expectedPeople(reading, work, chunk));
    return result.next === 'done' ? { ...result, next: await lookUpAfter(deps, reading, work, chunk) } : result;
  });
}

/** Nobody can be judged before it is known who is in the chosen groups. */
async function membersFirst(
  deps: Deps,
  { ids, directory, rules }: Reading,
  { scope }: RunWork,
  chunk: Chunk,
): Promise<SyncPagesResult['next']> {
  if (!hasScope(rules.filter) || scope.done) return 'done';
  return readMembers(deps, { ids, directory, groups: rules.filter.groups ?? [] }, scope, chunk);
}

/** Who joined or left the groups, or has a manager who changed, is on no page of changes; a listing holds everybody anyway. */
async function lookUpAfter(
  deps: Deps,
  reading: Reading,
  { kind, moved }: RunWork,
  chunk: Chunk,
): Promise<SyncPagesResult['next']> {
  const { filter, usesManager } = reading.rules;
  if (kind !== 'incremental' || moved.done || !(hasScope(filter) || usesManager)) return 'done';
  return lookUpMoved(deps, reading, moved.after, chunk);
}

/** Before the listing, so that what changes while it is read is told by the changes after it. */
async function takeWatermark({ db }: Deps, { ids, directory, rules }: Reading, { signal }: Chunk): Promise<void> {
  const watermark = await directory.takeWatermark(rules.select, signal);
  if (watermark === undefined) return;
  await db.inTransaction(ids.tenantId, async (tx) => {
    await lockOrStop(ids, tx);
    await storeWatermark(ids.tenantId, tx, ids.runId, watermark);
  });
}

/** Nobody knows how many changes there are. */
async function expectedPeople({ directory }: Reading, work: RunWork, { signal }: Chunk): Promise<number | null> {
  if (work.kind === 'incremental') return null;
  return work.expected ?? (await directory.countUsers(signal)) ?? null;
}

async function readOn(
  deps: Deps,
  reading: Reading,
  chunk: Chunk,
  start: RunPlace,
  expected: number | null,
): Promise<SyncPagesResult> {
  let place = start;
  let followed = new Set<string>();
  let coming = fetchNext(reading, place, expected, chunk.signal);
  for (;;) {
    const page = await coming;
    if (page === 'refused' || page === 'endless') {
      const again = await beginAgain(deps, reading, place, page);
      if (again === 'outOfPlace') return { next: 'more', read: place.read, expected };
      place = again;
      followed = new Set();
      // A run that goes on with everybody first takes a watermark, at the start of a chunk.
      if (place.phase !== start.phase) return { next: 'more', read: place.read, expected };
      coming = fetchNext(reading, place, expected, chunk.signal);
      continue;
    }
    if (page.next !== undefined && followed.has(page.next)) throw new EntraError('untrustedLink');
    if (page.next !== undefined) followed.add(page.next);
    // A page that is fetched and thrown away costs its successor: Graph may refuse the link of a request that is
    // repeated (https://learn.microsoft.com/en-us/graph/paging). So fetch ahead only what this chunk will write.
    const goesOn = page.next !== undefined && !chunk.isOver();
    const next = { ...place, link: page.next, page: place.page + 1, read: place.read + page.users.length };
    if (goesOn) {
      coming = fetchNext(reading, next, expected, chunk.signal);
      coming.catch(() => undefined); // awaited in the next round, or given up with this activity
    }
    const people = await learnAbout(deps, reading, { users: page.users, phase: place.phase }, chunk.signal);
    const written = await writePage(deps, reading, place, page, { expected, people });
    if (written === 'stopped') return { next: 'stopped', read: place.read, expected };
    // Another attempt of this chunk wrote the page: the next chunk begins where the run really stands.
    if (written === 'outOfPlace') return { next: 'more', read: place.read, expected };
    if (written.done) return { next: 'done', read: written.read, expected };
    if (!goesOn) return { next: 'more', read: written.read, expected };
    place = { ...next, read: written.read };
  }
}

async function fetchNext(
  reading: Reading,
  place: RunPlace,
  expected: number | null,
  signal: AbortSignal,
): Promise<FetchedPage | LostPlace['why']> {
  const { page, from, read } = place;
  return isEndless({ pages: page - from, people: read, expected }) ? 'endless' : fetchPage(reading, place, signal);
}

async function beginAgain(
  { db }: Deps,
  { ids }: Reading,
  place: RunPlace,
  why: LostPlace['why'],
): Promise<RunPlace | 'outOfPlace'> {
  const { tenantId, runId } = ids;
  return db.inTransaction(tenantId, async (tx) => {
    const run = await lockOrStop(ids, tx);
    if (run.page !== place.page) return 'outOfPlace';
    const { phase, atWatermark, restarts } = run;
    const canGoBack = !run.wentBack && run.previousLink !== undefined;
    const way = afterPlaceLost({ why, phase, atWatermark, canGoBack, restarts });
    if (way === 'giveUp') throw runFailure(why === 'endless' ? 'listingEndless' : 'listingKeepsRestarting');
    return restartListing(tenantId, tx, runId, way, why);
  });
}
