import { EntraError } from '../entra/entra-error.ts';
import type { RunPlace } from '../db/restart-listing.ts';
import type { LostPlace } from '../sync/after-place-lost.ts';
import { hasScope } from '../sync/evaluate-filter.ts';
import { isEndless } from '../sync/is-endless.ts';
import type { ActivityDeps } from './activity-deps.ts';
import type { Chunk } from './chunk.ts';
import { fetchPage, type FetchedPage } from './fetch-page.ts';
import { learnAbout, type LearnedPeople, type Reading } from './learn-about.ts';
import { readAhead } from './read-ahead.ts';

/** A page with where it stands and all that its people are judged by. */
export type ReadPage = { readonly place: RunPlace; readonly page: FetchedPage; readonly people: LearnedPeople };
/** The run cannot go on from there. */
export type PlaceLost = { readonly place: RunPlace; readonly lost: LostPlace['why'] };

/**
 * Reads page after page from that place, until the last one, the end of the chunk, or a place that is lost. While a page
 * is written the next one is judged, where that does not depend on what is written, and the one after it fetched.
 */
export function readPages(
  deps: Pick<ActivityDeps, 'db' | 'fingerprint' | 'now'>,
  reading: Reading,
  start: RunPlace,
  expected: number | null,
  chunk: Chunk,
): AsyncGenerator<ReadPage | PlaceLost, void> {
  const stopped = new AbortController();
  const giveUp = (): void => stopped.abort();
  const within = { ...chunk, signal: AbortSignal.any([chunk.signal, stopped.signal]) };
  const fetched = readAhead(fetchPages(reading, start, expected, within), giveUp);
  const pages = learnPages(deps, reading, fetched, within);
  return isLearntFromStored(reading) ? pages : readAhead(pages, giveUp);
}

/** Somebody may stand on two pages: what is stored of their manager or membership is known once the first is written. */
const isLearntFromStored = ({ rules }: Reading): boolean => rules.usesManager || hasScope(rules.filter);

type Fetched = Omit<ReadPage, 'people'>;

async function* fetchPages(
  reading: Reading,
  start: RunPlace,
  expected: number | null,
  chunk: Chunk,
): AsyncGenerator<Fetched | PlaceLost, void> {
  const followed = new Set<string>();
  for (let place = start; ;) {
    const pages = place.page - place.from;
    const isLost = isEndless({ pages, people: place.read, expected });
    const page = isLost ? 'endless' : await fetchPage(reading, place, chunk.signal);
    if (page === 'refused' || page === 'endless') {
      yield { place, lost: page };
      return;
    }
    const { next } = page;
    if (next !== undefined && followed.has(next)) throw new EntraError('untrustedLink');
    if (next !== undefined) followed.add(next);
    yield { place, page };
    // A page that is fetched and thrown away costs its successor: Graph may refuse the link of a request that is
    // repeated (https://learn.microsoft.com/en-us/graph/paging). So fetch ahead only what this chunk will write.
    if (next === undefined || chunk.isOver()) return;
    place = { ...place, link: next, page: place.page + 1, read: place.read + page.users.length };
  }
}

async function* learnPages(
  deps: Pick<ActivityDeps, 'db' | 'fingerprint' | 'now'>,
  reading: Reading,
  pages: AsyncIterable<Fetched | PlaceLost>,
  { signal }: Chunk,
): AsyncGenerator<ReadPage | PlaceLost, void> {
  for await (const item of pages) {
    if ('lost' in item) yield item;
    else {
      const { page, place } = item;
      yield { ...item, people: await learnAbout(deps, reading, { users: page.users, phase: place.phase }, signal) };
    }
  }
}
