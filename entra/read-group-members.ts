import { z } from 'zod';
import type { EntraGroupId, EntraObjectId } from '../sync/ids.ts';
import { EntraError } from './entra-error.ts';
import { findGroups } from './find-groups.ts';
import { getGroupPage } from './get-group-page.ts';
import { type GraphClient, orBroken } from './graph-client.ts';
import { PAGE_SIZE } from './limits.ts';
import { nextLink } from './next-link.ts';
import { toEntraObjectId } from './parse-user.ts';
import type { PageLink } from './read-users-page.ts';

/** People of a group, by object id alone. A page may hold nobody and yet have a next one. */
export type MembersPage = {
  readonly members: readonly EntraObjectId[];
  /** Where the next page is; undefined: this was the last. */
  readonly next: PageLink | undefined;
};

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });
const Member = z.looseObject({ id: z.guid() });

/**
 * Reads one page of the people of a group and of all groups within it, the first without a link. The cast to users leaves
 * nested groups and devices out (https://learn.microsoft.com/en-us/graph/api/group-list-transitivemembers). So is an item
 * without an id: who is on no page drives nobody out, but is asked for (proveMemberships).
 *
 * Nobody at all is never believed of a group that hides its members: who may not read them is told of none, and whoever is
 * in it is not told of it either (https://learn.microsoft.com/en-us/graph/api/directoryobject-checkmembergroups).
 *
 * Throws EntraError: `groupHidden` there, `groupGone` where there is no such group (any more), `groupsNotReadable` where the permission is
 * missing, `pageTokenRefused` where the place is no longer known, `untrustedLink` for a link to another host or back.
 */
export async function readGroupMembersPage(
  { graph, graphEndpoint }: { readonly graph: GraphClient; readonly graphEndpoint: string },
  group: EntraGroupId,
  link: PageLink | undefined,
  signal: AbortSignal,
): Promise<MembersPage> {
  const first = `/groups/${group}/transitiveMembers/microsoft.graph.user?$count=true&$select=id&$top=${PAGE_SIZE}`;
  const data = orBroken(Page.safeParse(await getGroupPage(graph, first, link, signal)).data);
  const next = nextLink(data, link, graphEndpoint);
  const members = data.value.flatMap((item) => Member.safeParse(item).data ?? []);
  if (link === undefined && next === undefined && members.length === 0) await refuseHidden(graph, group, signal);
  return { members: members.map(({ id }) => toEntraObjectId(id)), next };
}

async function refuseHidden(graph: GraphClient, group: EntraGroupId, signal: AbortSignal): Promise<void> {
  const [found] = await findGroups(graph, [group], signal);
  if (found?.kind === 'there' && found.hidesMembers) throw new EntraError('groupHidden');
}
