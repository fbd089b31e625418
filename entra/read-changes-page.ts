import { z } from 'zod';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import { managerProperties, ownProperties } from '../sync/select-properties.ts';
import { EntraError } from './entra-error.ts';
import { brokenAnswer, type GraphClient } from './graph-client.ts';
import { claimedManager } from './manager-of.ts';
import { parseUser, toEntraObjectId } from './parse-user.ts';
import { getFirst, readAgain, type PageLink } from './read-users-page.ts';
import { isTrustedLink } from './trust-origin.ts';

/** A page of what changed. Graph gives the same person several times, in any order, and repeats old changes. */
export type ChangesPage = {
  readonly users: readonly EntraUser[];
  /** Whom Graph calls removed: a claim, for it may tell of a removal again after the person came back. */
  readonly removed: readonly EntraObjectId[];
  /** False: an item had no id, so that a change is missing and nobody knows whose. */
  readonly complete: boolean;
  /** Where the next page is, or where the next run begins. */
  readonly next: { readonly kind: 'page' | 'watermark'; readonly link: PageLink };
};

type Reach = { readonly graph: GraphClient; readonly graphEndpoint: string };

/** https://learn.microsoft.com/en-us/graph/delta-query-overview: one of the two links, and `@removed` beside a mere id. */
const Page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
  '@odata.deltaLink': z.string().nullish(),
});
const Removed = z.looseObject({ id: z.guid(), '@removed': z.looseObject({}) });

/**
 * Where changes from now on can be read (https://learn.microsoft.com/en-us/graph/api/user-delta). Only changes of the
 * selected properties will show, so the selection must be that of the listing which follows. Undefined where Graph
 * refuses: not every kind of directory has changes to read, and everybody can be read each time.
 */
export async function takeWatermark(
  { graph, graphEndpoint }: Reach,
  select: readonly string[],
  signal: AbortSignal,
): Promise<PageLink | undefined> {
  let answer: unknown;
  try {
    answer = await graph.get(`/users/delta?$select=${selectOf(select)}&$deltatoken=latest`, signal);
  } catch (err) {
    if (err instanceof EntraError && err.code === 'requestRefused') return undefined;
    throw err;
  }
  const { next } = parsePage(answer, undefined, graphEndpoint);
  if (next.kind === 'page') throw brokenAnswer();
  return next.link;
}

/** Beside what is needed of a person, whether their manager changes (https://learn.microsoft.com/en-us/graph/delta-query-overview). */
const selectOf = (select: readonly string[]): string =>
  [...ownProperties(select), ...(managerProperties(select).length > 0 ? ['manager'] : [])].join(',');

/**
 * Reads one page of changes; without a link the first of all changes there ever were, which is everybody. What Graph gave
 * only in part is asked for by id (readAgain); an item without an id is left out.
 *
 * Throws EntraError: `pageTokenRefused` where the place is no longer known, `permissionMissing` or `graphUnavailable`
 * where nobody on the page could be read, `untrustedLink` for a link that leads to another host or back to this page,
 * `tooManyFields` for a refused `$select`,
 * `changesNotOffered` where the directory has none to read.
 */
export async function readChangesPage(
  { graph, graphEndpoint }: Reach,
  link: PageLink | undefined,
  select: readonly string[],
  signal: AbortSignal,
): Promise<ChangesPage> {
  const answer = await (link === undefined
    ? getFirst(graph, '/users/delta?', selectOf(select), signal).catch(notOffered)
    : graph.follow(link, signal));
  const { items, next } = parsePage(answer, link, graphEndpoint);
  const removed = items.flatMap((item) => Removed.safeParse(item).data ?? []).map(({ id }) => toEntraObjectId(id));
  const people = items.flatMap((item) => {
    if (Removed.safeParse(item).success) return [];
    const person = parseUser(item, select);
    if (person === undefined) return [];
    const manager = person.kind === 'user' ? claimedManager(item) : undefined;
    return [
      person.kind === 'user' && manager !== undefined ? { ...person, user: { ...person.user, manager } } : person,
    ];
  });
  const whole = people.flatMap((person) => (person.kind === 'user' ? [person.user] : []));
  const again = whole.length === people.length ? [] : await readAgain(graph, people, select, signal);
  return { users: [...whole, ...again], removed, complete: removed.length + people.length === items.length, next };
}

/** The same listing without its changes is taken by every directory, so that a refusal is about the changes. */
function notOffered(err: unknown): never {
  if (err instanceof EntraError && err.code === 'requestRefused') {
    throw new EntraError('changesNotOffered', { requestId: err.requestId });
  }
  throw err;
}

function parsePage(
  answer: unknown,
  link: PageLink | undefined,
  graphEndpoint: string,
): { readonly items: readonly unknown[]; readonly next: ChangesPage['next'] } {
  const { data } = Page.safeParse(answer);
  const page = data?.['@odata.nextLink'];
  const watermark = data?.['@odata.deltaLink'];
  if (data === undefined || (page == null) === (watermark == null)) throw brokenAnswer();
  const next =
    page == null ? { kind: 'watermark' as const, link: watermark ?? '' } : { kind: 'page' as const, link: page };
  // A watermark may well be the link just asked: nothing has changed since. A next page that is this one is a loop.
  if ((next.kind === 'page' && next.link === link) || !isTrustedLink(next.link, graphEndpoint)) {
    throw new EntraError('untrustedLink');
  }
  return { items: data.value, next };
}
