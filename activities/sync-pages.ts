import { applyPeople } from '../db/apply-people.ts';
import type { Tx } from '../db/database.ts';
import { lockRun, type LockedRun } from '../db/lock-run.ts';
import { readRunWork, type RunWork } from '../db/read-run-work.ts';
import { restartListing } from '../db/restart-listing.ts';
import type { Directory, PageLink, UsersPage } from '../entra/directory.ts';
import { EntraError } from '../entra/entra-error.ts';
import { compileRules, type Rules } from '../sync/rules.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { confirmDirectory } from './confirm-directory.ts';
import { inChunk, type Chunk } from './chunk.ts';
import { runFailure } from './failures.ts';
import { planStoredPage } from './plan-stored-page.ts';
import type { RunIds } from './run-ids.ts';

export type SyncPagesResult = {
  /** `more`: time is spent, go on with another chunk. `stopped`: the tenant was paused. */
  readonly next: 'more' | 'done' | 'stopped';
  readonly read: number;
  readonly expected: number | null;
};

type Deps = Pick<ActivityDeps, 'db' | 'directoryOf' | 'fingerprint' | 'now' | 'chunkTimeMs'>;

/** A listing that loses its place is begun again, this often a run. */
const MOST_RESTARTS = 5;

/**
 * Reads people page by page from where the run stands, and writes each page with its counters and the place of the
 * next in one transaction. The next page is fetched while one is planned and written.
 *
 * Safe to run twice: it goes on at the page after the last that was written, and a page written again changes nothing.
 */
export async function syncPages(deps: Deps, { tenantId, runId }: RunIds): Promise<SyncPagesResult> {
  return inChunk(deps, async (chunk) => {
    const work = await deps.db.inTransaction(tenantId, (tx) => readRunWork(tenantId, tx, runId));
    if (work === undefined) throw runFailure('interrupted');
    const directory = deps.directoryOf(work.entraTenantId);
    if (work.page === 0) await confirmDirectory(directory, work, deps.now(), chunk.signal);
    if (work.listingDone) return { next: 'done', read: work.read, expected: work.expected ?? null };
    const expected = work.expected ?? (await directory.countUsers(chunk.signal)) ?? null;
    const listing: Listing = {
      ids: { tenantId, runId },
      work,
      directory,
      expected,
      rules: compileRules(work.settings, work.fields),
    };
    return readOn(deps, listing, chunk, { link: work.cursor, page: work.page, read: work.read });
  });
}

type Listing = {
  readonly ids: RunIds;
  readonly work: RunWork;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly expected: number | null;
};
/** Where the listing stands: the link of the page to write next (undefined: the first), and its number. */
type Place = { readonly link: PageLink | undefined; readonly page: number; readonly read: number };

async function readOn(deps: Deps, listing: Listing, chunk: Chunk, from: Place): Promise<SyncPagesResult> {
  const { expected } = listing;
  let place = from;
  let followed = new Set<PageLink>();
  let coming = fetchPage(listing, place.link, chunk.signal);
  for (;;) {
    const fetched = await coming;
    if (fetched === 'placeLost') {
      const again = await beginAgain(deps, listing, place);
      if (again === 'outOfPlace') return { next: 'more', read: place.read, expected };
      place = again;
      followed = new Set();
      coming = fetchPage(listing, place.link, chunk.signal);
      continue;
    }
    if (fetched.next !== undefined && followed.has(fetched.next)) throw new EntraError('untrustedLink');
    if (fetched.next !== undefined) followed.add(fetched.next);
    // A page that is fetched and thrown away costs its successor: Graph may refuse the link of a request that is
    // repeated (https://learn.microsoft.com/en-us/graph/paging). So fetch ahead only what this chunk will write.
    const goesOn = fetched.next !== undefined && !chunk.isOver();
    if (goesOn) {
      coming = fetchPage(listing, fetched.next, chunk.signal);
      coming.catch(() => undefined); // awaited in the next round, or given up with this activity
    }
    const written = await writePage(deps, listing, place, fetched);
    if (written === 'stopped') return { next: 'stopped', read: place.read, expected };
    // Another attempt of this chunk wrote the page: the next chunk begins where the run really stands.
    if (written === 'outOfPlace') return { next: 'more', read: place.read, expected };
    if (fetched.next === undefined) return { next: 'done', read: written.read, expected };
    if (!goesOn) return { next: 'more', read: written.read, expected };
    place = { link: fetched.next, page: place.page + 1, read: written.read };
  }
}

async function fetchPage(
  { directory, rules }: Listing,
  link: PageLink | undefined,
  signal: AbortSignal,
): Promise<UsersPage | 'placeLost'> {
  try {
    return await directory.readUsersPage(link, rules.select, signal);
  } catch (err) {
    if (err instanceof EntraError && err.class === 'resync') return 'placeLost';
    throw err;
  }
}

/** One link back, once; after that from the start, a bounded number of times. */
async function beginAgain(
  { db }: Deps,
  { ids: { tenantId, runId } }: Listing,
  place: Place,
): Promise<Place | 'outOfPlace'> {
  return db.inTransaction(tenantId, async (tx) => {
    const run = await lockOrStop(tenantId, tx, runId);
    if (run.page !== place.page) return 'outOfPlace';
    const backOneLink = !run.wentBack && run.previousLink !== undefined;
    if (!backOneLink && run.restarts >= MOST_RESTARTS) throw runFailure('listingKeepsRestarting');
    return restartListing(tenantId, tx, runId, { backOneLink });
  });
}

async function writePage(
  deps: Deps,
  { ids: { tenantId, runId }, rules, expected }: Listing,
  place: Place,
  page: UsersPage,
): Promise<'stopped' | 'outOfPlace' | { readonly read: number }> {
  return deps.db.inTransaction(tenantId, async (tx) => {
    const run = await lockOrStop(tenantId, tx, runId);
    if (run.tenantStatus === 'paused' || run.tenantStatus === 'offboarding') return 'stopped';
    if (run.page !== place.page) return 'outOfPlace';
    const planned = await planStoredPage(deps, { tenantId, tx, rules, users: page.users });
    const step = { cursor: page.next ?? null, fetchedBy: place.link ?? null, expected };
    return { read: await applyPeople(tenantId, tx, runId, place.page, planned, step) };
  });
}

/** Every transaction of a run looks at the lease first: a run that lost it writes nothing more. */
async function lockOrStop(tenantId: RunIds['tenantId'], tx: Tx, runId: RunIds['runId']): Promise<LockedRun> {
  const run = await lockRun(tenantId, tx, runId);
  if (run === undefined) throw runFailure('interrupted');
  return run;
}
