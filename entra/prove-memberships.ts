import { z } from 'zod';
import type { InScope } from '../sync/evaluate-filter.ts';
import type { EntraGroupId, EntraObjectId } from '../sync/ids.ts';
import { type BatchAnswer, getBatch } from './batch.ts';
import { EntraError } from './entra-error.ts';
import type { GraphClient } from './graph-client.ts';
import { BATCH_SIZE, PAGE_SIZE } from './limits.ts';
import { asGroupError } from './get-group-page.ts';
import { requireGroups } from './require-groups.ts';

const Memberships = z.object({
  value: z.array(z.looseObject({ id: z.guid().toLowerCase() })),
  '@odata.nextLink': z.string().nullish(),
});

/**
 * Asks of each person whether any of these groups, or a group within one, holds them, since a listing of members shifts
 * while it is read and so its silence proves nothing. `unknown`: the answer says neither, or there is no such person.
 *
 * https://learn.microsoft.com/en-us/graph/api/user-list-transitivememberof, User.Read.All. A part that is throttled fails
 * the whole. A group that was deleted or is hidden holds nobody in these answers: so where somebody is in none, the groups
 * are looked for, and what requireGroups refuses fails the whole too. Safe to repeat.
 */
export async function proveMemberships(
  { graph, graphEndpoint }: { readonly graph: GraphClient; readonly graphEndpoint: string },
  ids: readonly EntraObjectId[],
  groups: readonly EntraGroupId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraObjectId, InScope>> {
  const chosen: ReadonlySet<string> = new Set(groups);
  const proofs = new Map<EntraObjectId, InScope>();
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const batch = ids.slice(start, start + BATCH_SIZE);
    const urls = batch.map((id) => `/users/${id}/transitiveMemberOf?$select=id&$top=${PAGE_SIZE}`);
    const answers = await getBatch(graph, urls, signal);
    for (const [index, id] of batch.entries()) proofs.set(id, await judge(graph, answers[index], chosen, signal));
  }
  if ([...proofs.values()].includes(false)) await requireGroups({ graph, graphEndpoint }, groups, signal);
  return proofs;
}

async function judge(
  graph: GraphClient,
  answer: BatchAnswer | undefined,
  chosen: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<InScope> {
  if (answer?.kind === 'refused' && (answer.code === 'graphThrottled' || answer.code === 'permissionMissing'))
    throw asGroupError(new EntraError(answer.code, { retryAfterMs: answer.retryAfterMs }));
  if (answer?.kind !== 'answered') return 'unknown';
  let body: unknown = answer.body;
  for (const followed = new Set<string>(); ;) {
    const { data } = Memberships.safeParse(body);
    if (data === undefined) return 'unknown';
    if (data.value.some(({ id }) => chosen.has(id))) return true;
    const next = data['@odata.nextLink'] ?? undefined;
    if (next === undefined) return false;
    if (followed.has(next)) throw new EntraError('untrustedLink');
    followed.add(next);
    body = await graph.follow(next, signal);
  }
}
