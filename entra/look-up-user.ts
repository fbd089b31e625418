import { z } from 'zod';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import { managerProperties, ownProperties } from '../sync/select-properties.ts';
import { type BatchAnswer, getBatch } from './batch.ts';
import { EntraError } from './entra-error.ts';
import { ADVANCED, filterByAddress } from './filter-by-address.ts';
import { type GraphClient, orBroken } from './graph-client.ts';
import { lookUpDeleted, type Named, readDeleted } from './look-up-deleted.ts';
import { parseUser, toEntraObjectId } from './parse-user.ts';
import { searchByName } from './search-by-name.ts';
import { deletedPath, userPath, withManager } from './user-path.ts';

/** Whom a text names. `several`: the first of those whom it fits, and whether there are more. */
export type LookUp =
  | { readonly kind: 'one'; readonly user: EntraUser }
  | { readonly kind: 'several'; readonly people: readonly Named[]; readonly more: boolean }
  | { readonly kind: 'deleted'; readonly person: Named }
  | { readonly kind: 'none' };

/** As many as a person can choose from. */
const AT_MOST = 20;

/**
 * Finds somebody live: by object id, or by whole address or user principal name, which hold an `@`, both also among those
 * deleted in the last 30 days; or by the beginnings of words of the name
 * (https://learn.microsoft.com/en-us/graph/search-query-parameter). Throws EntraError.
 */
export async function lookUpUser(
  graph: GraphClient,
  text: string,
  select: readonly string[],
  signal: AbortSignal,
): Promise<LookUp> {
  const { data: id } = z.guid().safeParse(text);
  if (id !== undefined) return lookUpById(graph, toEntraObjectId(id), select, signal);
  const isAddress = text.includes('@');
  const which = isAddress ? `$filter=${encodeURIComponent(filterByAddress(text))}` : searchByName(text);
  if (which === undefined) return { kind: 'none' };
  const path = `/users?${which}&$count=true&$select=${ownProperties(select).join(',')}&$top=${AT_MOST}`;
  const data = orBroken(Page.safeParse(await graph.get(path, signal, ADVANCED)).data);
  const users = data.value.map((item) => readUser(item, select));
  const more = typeof data['@odata.nextLink'] === 'string';
  const [only] = users;
  if (only === undefined) return isAddress ? deletedWith(graph, text, signal) : { kind: 'none' };
  if (users.length > 1 || more) return { kind: 'several', people: users, more };
  // Only of one person is the manager told.
  return managerProperties(select).length === 0
    ? { kind: 'one', user: only }
    : lookUpById(graph, only.id, select, signal);
}

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

async function deletedWith(graph: GraphClient, address: string, signal: AbortSignal): Promise<LookUp> {
  const people = await lookUpDeleted(graph, address, signal);
  const [person] = people;
  if (person === undefined) return { kind: 'none' };
  if (people.length === 1) return { kind: 'deleted', person };
  return { kind: 'several', people: people.slice(0, AT_MOST), more: people.length > AT_MOST };
}

async function lookUpById(
  graph: GraphClient,
  id: EntraObjectId,
  select: readonly string[],
  signal: AbortSignal,
): Promise<LookUp> {
  const urls = [userPath(id, select), deletedPath(id, 'id,displayName')];
  const [there, deleted] = await getBatch(graph, urls, signal);
  const user = bodyOf(there);
  if (user !== undefined) return { kind: 'one', user: withManager(readUser(user, select), user, select) };
  const gone = readDeleted(bodyOf(deleted));
  return gone === undefined ? { kind: 'none' } : { kind: 'deleted', person: gone };
}

function bodyOf(answer: BatchAnswer | undefined): unknown {
  if (answer?.kind === 'notThere') return undefined;
  if (answer?.kind === 'answered') return answer.body;
  throw new EntraError(answer?.code ?? 'graphUnavailable', { retryAfterMs: answer?.retryAfterMs });
}

/** A person of whom only the id is told is one whom we may not read. */
function readUser(item: unknown, select: readonly string[]): EntraUser {
  const parsed = orBroken(parseUser(item, select));
  if (parsed.kind === 'blank') throw new EntraError('permissionMissing');
  return parsed.user;
}
