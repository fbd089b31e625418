import { z } from 'zod';
import type { EntraGroupId } from '../sync/ids.ts';
import { getBatch } from './batch.ts';
import type { GraphClient } from './graph-client.ts';
import { BATCH_SIZE } from './limits.ts';

const Counted = z.object({ '@odata.count': z.number().int().min(0) });

/**
 * About how many people are in each group and the groups within it; a group that Graph does not count is left out. It only
 * decorates. Counting needs the header (https://learn.microsoft.com/en-us/graph/aad-advanced-queries); `/$count` gives
 * plain text, which has no place in a batch of JSON.
 */
export async function countMembers(
  graph: GraphClient,
  ids: readonly EntraGroupId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraGroupId, number>> {
  const counts = new Map<EntraGroupId, number>();
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const batch = ids.slice(start, start + BATCH_SIZE);
    const urls = batch.map(
      (id) => `/groups/${id}/transitiveMembers/microsoft.graph.user?$count=true&$select=id&$top=1`,
    );
    const answers = await getBatch(graph, urls, signal, { ConsistencyLevel: 'eventual' });
    for (const [index, id] of batch.entries()) {
      const answer = answers[index];
      const counted = answer?.kind === 'answered' ? Counted.safeParse(answer.body).data : undefined;
      if (counted !== undefined) counts.set(id, counted['@odata.count']);
    }
  }
  return counts;
}
