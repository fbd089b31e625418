import { storeWatermark } from '../db/end-changes.ts';
import { nameDirectory } from '../db/name-directory.ts';
import { readRunWork, type RunWork } from '../db/read-run-work.ts';
import { restartListing, type RunPlace } from '../db/restart-listing.ts';
import { afterPlaceLost } from '../sync/after-place-lost.ts';
import { hasScope } from '../sync/evaluate-filter.ts';
import { priorityOf } from '../sync/request-priority.ts';
import { compileRules } from '../sync/rules.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { confirmDirectory } from './confirm-directory.ts';
import { inChunk, type Chunk } from './chunk.ts';
import { runFailure } from './failures.ts';
import { type Reading, startReading } from './learn-about.ts';
import { lockOrStop } from './lock-or-stop.ts';
import { lookUpMoved } from './look-up-moved.ts';
import { readMembers } from './read-members.ts';
import { type PlaceLost, readPages } from './read-pages.ts';
import type { RunIds } from './run-ids.ts';
import { standsAt, writePage } from './write-page.ts';

export type SyncPagesResult = {
  /** `more`: time is spent, go on with another chunk. `stopped`: the tenant was paused. */
  readonly next: 'more' | 'done' | 'stopped';
  readonly read: number;
  readonly expected: number | null;
};

type Deps = Pick<ActivityDeps, 'db' | 'directoryOf' | 'fingerprint' | 'now' | 'chunkTimeMs' | 'stopping'>;

/**
 * Reads people page by page from where the run stands, changes or everybody, and writes each page with its counters and
 * the place of the next in one transaction. The next pages are fetched and judged while one is written.
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
    if (work.page === 0) await confirmAndName(deps, reading, work, chunk);
    const members = await membersFirst(deps, reading, work, chunk);
    if (members !== 'done') return { ...stands, next: members };
    const start = { phase: work.phase, link: work.cursor, page: work.page, read: work.read, from: work.from };
    if (work.needsWatermark && !reading.rules.usesManager) await takeWatermark(deps, reading, chunk);
    const result = await readOn(deps, reading, chunk, start, await expectedPeople(reading, work, chunk));
    return result.next === 'done' ? { ...result, next: await lookUpAfter(deps, reading, work, chunk) } : result;
  });
}

/** A directory may be called otherwise than when it was linked. A preview changes nothing. */
async function confirmAndName(
  { db, now }: Deps,
  { ids: { tenantId }, directory }: Reading,
  work: RunWork,
  { signal }: Chunk,
): Promise<void> {
  const name = await confirmDirectory(directory, work, now(), signal);
  if (name === work.directoryName || work.kind === 'preview') return;
  await db.inTransaction(tenantId, (tx) => nameDirectory(tenantId, tx, name));
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

/**
 * Who joined or left the groups, has a manager who changed, or was said to be of another kind is on no page of changes; a
 * listing holds everybody anyway.
 */
async function lookUpAfter(
  deps: Deps,
  reading: Reading,
  { kind, moved, someToAsk }: RunWork,
  chunk: Chunk,
): Promise<SyncPagesResult['next']> {
  const { filter, usesManager } = reading.rules;
  if (kind !== 'incremental' || moved.done || !(someToAsk || hasScope(filter) || usesManager)) return 'done';
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

/** Until this chunk ends; a place that is lost is followed by another, as long as it is one of the same phase. */
async function readOn(
  deps: Deps,
  reading: Reading,
  chunk: Chunk,
  start: RunPlace,
  expected: number | null,
): Promise<SyncPagesResult> {
  for (let place = start; ;) {
    const end = await writeFrom(deps, reading, chunk, place, expected);
    if (!('lost' in end)) return end;
    const again = await beginAgain(deps, reading, end);
    // A run that goes on with everybody first takes a watermark, at the start of a chunk.
    if (again === 'outOfPlace' || again.phase !== start.phase) {
      return { next: 'more', read: again === 'outOfPlace' ? end.place.read : again.read, expected };
    }
    place = again;
  }
}

async function writeFrom(
  deps: Deps,
  reading: Reading,
  chunk: Chunk,
  start: RunPlace,
  expected: number | null,
): Promise<SyncPagesResult | PlaceLost> {
  let { read } = start;
  for await (const item of readPages(deps, reading, start, expected, chunk)) {
    if ('lost' in item) return item;
    const { place, page, people } = item;
    const written = await writePage(deps, reading, { place, page, people, expected });
    if (written === 'stopped') return { next: 'stopped', read, expected };
    // Another attempt of this chunk wrote the page: the next chunk begins where the run really stands.
    if (written === 'outOfPlace') return { next: 'more', read, expected };
    ({ read } = written);
    if (written.done) return { next: 'done', read, expected };
  }
  return { next: 'more', read, expected };
}

async function beginAgain(
  { db }: Deps,
  { ids }: Reading,
  { place, lost: why }: PlaceLost,
): Promise<RunPlace | 'outOfPlace'> {
  const { tenantId, runId } = ids;
  return db.inTransaction(tenantId, async (tx) => {
    const run = await lockOrStop(ids, tx);
    if (!standsAt(run, place)) return 'outOfPlace';
    const { phase, atWatermark, restarts } = run;
    const canGoBack = !run.wentBack && run.previousLink !== undefined;
    const way = afterPlaceLost({ why, phase, atWatermark, canGoBack, restarts });
    if (way === 'giveUp') throw runFailure(why === 'endless' ? 'listingEndless' : 'listingKeepsRestarting');
    return restartListing(tenantId, tx, runId, way, why);
  });
}
