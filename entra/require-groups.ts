import type { EntraGroupId } from '../sync/ids.ts';
import { EntraError } from './entra-error.ts';
import { findGroups } from './find-groups.ts';
import type { GraphClient } from './graph-client.ts';
import { readGroupMembersPage } from './read-group-members.ts';

/**
 * Throws EntraError where one of these groups is not there (`groupGone`), may not be read (`groupsNotReadable`) or does
 * not show its members (`groupHidden`): nobody would seem to be in it.
 */
export async function requireGroups(
  { graph, graphEndpoint }: { readonly graph: GraphClient; readonly graphEndpoint: string },
  ids: readonly EntraGroupId[],
  signal: AbortSignal,
): Promise<void> {
  const found = await findGroups(graph, ids, signal);
  for (const [index, id] of ids.entries()) {
    const group = found[index];
    if (group?.kind === 'gone') throw new EntraError('groupGone');
    if (group?.kind === 'notReadable') throw new EntraError('groupsNotReadable');
    if (group?.kind === 'there' && group.hidesMembers) {
      await readGroupMembersPage({ graph, graphEndpoint }, id, undefined, signal);
    }
  }
}
