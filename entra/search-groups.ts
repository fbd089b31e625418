import { z } from 'zod';
import { EntraError } from './entra-error.ts';
import { type EntraGroup, GROUP_SELECT, parseGroup } from './find-groups.ts';
import { getGroupPage } from './get-group-page.ts';
import { type GraphClient, orBroken } from './graph-client.ts';
import { PAGE_SIZE } from './limits.ts';
import { nextLink } from './next-link.ts';
import type { PageLink } from './read-users-page.ts';
import { searchByName } from './search-by-name.ts';
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
  const which = searchByName(query) ?? '$orderby=displayName';
  const first = `/groups?${which}&$count=true&$select=${GROUP_SELECT}&$top=${Math.min(limit, PAGE_SIZE)}`;
  const data = orBroken(Page.safeParse(await getGroupPage(graph, first, link, signal)).data);
  const next = nextLink(data, link, graphEndpoint);
  return { groups: data.value.map((item) => orBroken(parseGroup(item))), next };
}

/** A link comes back from whoever searched: it leads to groups of this directory, or nowhere. */
const isOfGroups = (link: string, graphEndpoint: string): boolean =>
  isTrustedLink(link, graphEndpoint) && new URL(link).pathname === '/v1.0/groups';
