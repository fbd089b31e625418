import { z } from 'zod';
import { EntraError } from './entra-error.ts';
import { type EntraGroup, GROUP_SELECT, parseGroup } from './find-groups.ts';
import { brokenAnswer, type GraphClient } from './graph-client.ts';
import { PAGE_SIZE } from './limits.ts';
import { asGroupError } from './read-group-members.ts';
import type { PageLink } from './read-users-page.ts';
import { isTrustedLink } from './trust-origin.ts';

/** Groups on a page, and where the next one is; undefined: this was the last. */
export type GroupsPage = { readonly groups: readonly EntraGroup[]; readonly next: PageLink | undefined };

export type GroupSearch = {
  /** The beginning of words of the name; empty: all groups. */
  readonly query: string;
  readonly limit: number;
  /** Of the page before, of the same search. */
  readonly link: PageLink | undefined;
};

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/** `$search` and sorting need both, and links do not remember the header. */
const ADVANCED = { ConsistencyLevel: 'eventual' };

/**
 * Finds groups by words of their name. Blanks and signs split a name into words, and each word that is searched has to
 * begin one of them (https://learn.microsoft.com/en-us/graph/search-query-parameter); without words, all come, by name.
 *
 * Throws EntraError `groupsNotReadable` where the permission is missing, `pageTokenRefused` for a link that is not one of
 * this search, or no longer known, `untrustedLink` where Graph's own next link leads elsewhere.
 */
export async function searchGroups(
  { graph, graphEndpoint }: { readonly graph: GraphClient; readonly graphEndpoint: string },
  { query, limit, link }: GroupSearch,
  signal: AbortSignal,
): Promise<GroupsPage> {
  if (link !== undefined && !isOfGroups(link, graphEndpoint)) throw new EntraError('pageTokenRefused');
  const words = query.split(/[\s"\\]+/).filter((word) => word !== '');
  const search = words.map((word) => `"displayName:${word}"`).join(' AND ');
  const which = search === '' ? '$orderby=displayName' : `$search=${encodeURIComponent(search)}`;
  const first = `/groups?${which}&$count=true&$select=${GROUP_SELECT}&$top=${Math.min(limit, PAGE_SIZE)}`;
  const answer = await (
    link === undefined ? graph.get(first, signal, ADVANCED) : graph.follow(link, signal, ADVANCED)
  ).catch((err: unknown) => {
    throw err instanceof EntraError ? asGroupError(err) : err;
  });
  const { data } = Page.safeParse(answer);
  if (data === undefined) throw brokenAnswer();
  const next = data['@odata.nextLink'] ?? undefined;
  if (next !== undefined && (next === link || !isTrustedLink(next, graphEndpoint)))
    throw new EntraError('untrustedLink');
  return { groups: data.value.map((item) => parseGroup(item) ?? fail(brokenAnswer())), next };
}

/** A link comes back from whoever searched: it leads to groups of this directory, or nowhere. */
const isOfGroups = (link: string, graphEndpoint: string): boolean =>
  isTrustedLink(link, graphEndpoint) && new URL(link).pathname === '/v1.0/groups';

function fail(err: Error): never {
  throw err;
}
