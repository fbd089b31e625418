import { EntraError } from './entra-error.ts';
import type { GraphClient } from './graph-client.ts';
import type { PageLink } from './read-users-page.ts';

/**
 * Advanced queries of groups need the header beside `$count`, and links do not remember it
 * (https://learn.microsoft.com/en-us/graph/aad-advanced-queries).
 */
const ADVANCED = { ConsistencyLevel: 'eventual' };

/** A page of groups, or of people of one: the first of a path, or that of a link. A refusal is told in terms of groups. */
export async function getGroupPage(
  graph: GraphClient,
  first: string,
  link: PageLink | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await (link === undefined ? graph.get(first, signal, ADVANCED) : graph.follow(link, signal, ADVANCED));
  } catch (err) {
    throw err instanceof EntraError ? asGroupError(err) : err;
  }
}

/** What a refusal means where a group was asked for. A group that was deleted is not there, whether it can be restored or not. */
export function asGroupError(err: EntraError): EntraError {
  const { requestId } = err;
  if (err.notThere) return new EntraError('groupGone', { requestId });
  return err.code === 'permissionMissing' ? new EntraError('groupsNotReadable', { requestId }) : err;
}
