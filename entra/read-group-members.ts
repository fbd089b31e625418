import { z } from 'zod';
import type { EntraGroupId, EntraObjectId } from '../sync/ids.ts';
import { EntraError } from './entra-error.ts';
import { brokenAnswer, type GraphClient } from './graph-client.ts';
import { PAGE_SIZE } from './limits.ts';
import { toEntraObjectId } from './parse-user.ts';
import type { PageLink } from './read-users-page.ts';
import { isTrustedLink } from './trust-origin.ts';

/** People of a group, by object id alone. A page may hold nobody and yet have a next one. */
export type MembersPage = {
  readonly members: readonly EntraObjectId[];
  /** Where the next page is; undefined: this was the last. */
  readonly next: PageLink | undefined;
};

const Page = z.object({ value: z.array(z.looseObject({ id: z.guid() })), '@odata.nextLink': z.string().nullish() });

/**
 * The cast to users leaves nested groups and devices out, and is an advanced query: it needs the header and `$count`, and
 * links do not remember the header (https://learn.microsoft.com/en-us/graph/api/group-list-transitivemembers).
 */
const ADVANCED = { ConsistencyLevel: 'eventual' };

/**
 * Reads one page of the people of a group and of all groups within it, the first without a link.
 *
 * Throws EntraError: `groupGone` where there is no such group (any more), `groupsNotReadable` where the permission is
 * missing, `pageTokenRefused` where the place is no longer known, `untrustedLink` for a link to another host or back.
 */
export async function readGroupMembersPage(
  { graph, graphEndpoint }: { readonly graph: GraphClient; readonly graphEndpoint: string },
  group: EntraGroupId,
  link: PageLink | undefined,
  signal: AbortSignal,
): Promise<MembersPage> {
  const first = `/groups/${group}/transitiveMembers/microsoft.graph.user?$count=true&$select=id&$top=${PAGE_SIZE}`;
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
  return { members: data.value.map(({ id }) => toEntraObjectId(id)), next };
}

/** What a refusal means where a group was asked for. A group that was deleted is not there, whether it can be restored or not. */
export function asGroupError(err: EntraError): EntraError {
  const { requestId } = err;
  if (err.notThere) return new EntraError('groupGone', { requestId });
  return err.code === 'permissionMissing' ? new EntraError('groupsNotReadable', { requestId }) : err;
}
