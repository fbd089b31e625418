import { z } from 'zod';
import type { EntraGroupId } from '../sync/ids.ts';
import { type BatchAnswer, getBatch } from './batch.ts';
import { EntraError } from './entra-error.ts';
import { brokenAnswer, type GraphClient } from './graph-client.ts';
import { BATCH_SIZE } from './limits.ts';

/** A group as people know it. */
export type EntraGroup = { readonly id: EntraGroupId; readonly name: string; readonly description: string | null };

/** What became of a group that was asked for by id. `gone`: deleted, or never there. */
export type FoundGroup =
  { readonly kind: 'there'; readonly group: EntraGroup } | { readonly kind: 'gone' | 'notReadable' };

/** https://learn.microsoft.com/en-us/graph/api/resources/group. Ids are GUIDs, and compared as texts. */
const Group = z.looseObject({
  id: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
});
export const GROUP_SELECT = 'id,displayName,description';

/** A group out of Graph's answer; undefined where it is none. */
export function parseGroup(item: unknown): EntraGroup | undefined {
  const { data } = Group.safeParse(item);
  if (data === undefined) return undefined;
  const { id, displayName, description } = data;
  return { id: id as EntraGroupId, name: displayName ?? '', description: description ?? null }; // a GUID, as the schema saw
}

/**
 * Looks groups up by id, in their order. What one of them is refused for counts for that one; where Graph asks to wait or
 * gives a broken answer, an EntraError is thrown, for then nothing is known of the group.
 */
export async function findGroups(
  graph: GraphClient,
  ids: readonly EntraGroupId[],
  signal: AbortSignal,
): Promise<readonly FoundGroup[]> {
  const found: FoundGroup[] = [];
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const urls = ids.slice(start, start + BATCH_SIZE).map((id) => `/groups/${id}?$select=${GROUP_SELECT}`);
    found.push(...(await getBatch(graph, urls, signal)).map(judge));
  }
  return found;
}

/** Throws EntraError where one of these groups is not there (`groupGone`) or may not be read (`groupsNotReadable`). */
export async function requireGroups(
  graph: GraphClient,
  ids: readonly EntraGroupId[],
  signal: AbortSignal,
): Promise<void> {
  for (const { kind } of await findGroups(graph, ids, signal)) {
    if (kind === 'gone') throw new EntraError('groupGone');
    if (kind === 'notReadable') throw new EntraError('groupsNotReadable');
  }
}

function judge(answer: BatchAnswer): FoundGroup {
  if (answer.kind === 'notThere') return { kind: 'gone' };
  if (answer.kind === 'refused') {
    if (answer.code === 'permissionMissing') return { kind: 'notReadable' };
    throw new EntraError(answer.code, { retryAfterMs: answer.retryAfterMs });
  }
  const group = parseGroup(answer.body);
  if (group === undefined) throw brokenAnswer();
  return { kind: 'there', group };
}
