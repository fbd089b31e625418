import { z } from 'zod';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import { managerProperties, ownProperties } from '../sync/select-properties.ts';
import { type BatchAnswer, getBatch } from './batch.ts';
import { EntraError } from './entra-error.ts';
import { type GraphClient, orBroken } from './graph-client.ts';
import { parseUser, toEntraObjectId } from './parse-user.ts';
import { searchByName } from './search-by-name.ts';
import { deletedPath, userPath, withManager } from './user-path.ts';

/** Whom a text names. `several`: the first of those whom it fits, and whether there are more. */
export type LookUp =
  | { readonly kind: 'one'; readonly user: EntraUser }
  | { readonly kind: 'several'; readonly people: readonly Named[]; readonly more: boolean }
  | { readonly kind: 'deleted'; readonly person: Named }
  | { readonly kind: 'none' };

/** Somebody to choose, or of whom no more is left. */
export type Named = Pick<EntraUser, 'id' | 'displayName'>;

/** As many as a person can choose from. */
const AT_MOST = 20;

/** Filters on lists of addresses and `$search` need both (https://learn.microsoft.com/en-us/graph/aad-advanced-queries). */
const ADVANCED = { ConsistencyLevel: 'eventual' };

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
  const which = isAddress ? `$filter=${encodeURIComponent(filterFor(text))}` : searchByName(text);
  if (which === undefined) return { kind: 'none' };
  const path = `/users?${which}&$count=true&$select=${ownProperties(select).join(',')}&$top=${AT_MOST}`;
  const data = orBroken(Page.safeParse(await graph.get(path, signal, ADVANCED)).data);
  const users = data.value.map((item) => readUser(item, select));
  const more = typeof data['@odata.nextLink'] === 'string';
  const [only] = users;
  if (only === undefined) return isAddress ? lookUpDeleted(graph, text, signal) : { kind: 'none' };
  if (users.length > 1 || more) return { kind: 'several', people: users, more };
  // Only of one person is the manager told.
  return managerProperties(select).length === 0
    ? { kind: 'one', user: only }
    : lookUpById(graph, only.id, select, signal);
}

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/** Graph compares without regard to case, and a quote within a text is written twice. */
function filterFor(address: string, ofName: 'isName' | 'endsName' = 'isName'): string {
  const quoted = address.replaceAll("'", "''");
  return [
    ofName === 'isName' ? `userPrincipalName eq '${quoted}'` : `endsWith(userPrincipalName,'${quoted}')`,
    `mail eq '${quoted}'`,
    `otherMails/any(a:a eq '${quoted}')`,
    `proxyAddresses/any(a:a eq 'smtp:${quoted}')`,
  ].join(' or ');
}

/**
 * Among those deleted in the last 30 days, whose user principal names have their object id in front
 * (https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-list). A directory that does not search them tells
 * of nobody: whom the look-up is about may still be found by object id.
 */
async function lookUpDeleted(graph: GraphClient, address: string, signal: AbortSignal): Promise<LookUp> {
  const filter = encodeURIComponent(filterFor(address, 'endsName'));
  const path = `/directory/deletedItems/microsoft.graph.user?$filter=${filter}&$count=true&$select=id,displayName&$top=${AT_MOST}`;
  const answer = await graph.get(path, signal, ADVANCED).catch((err: unknown) => {
    if (err instanceof EntraError && err.code === 'requestRefused') return { value: [] };
    throw err;
  });
  const people = orBroken(DeletedPage.safeParse(answer).data).value;
  const [person] = people;
  if (person === undefined) return { kind: 'none' };
  return people.length === 1 ? { kind: 'deleted', person } : { kind: 'several', people, more: false };
}

const Deleted = z
  .object({ id: z.guid(), displayName: z.string().nullish() })
  .transform(({ id, displayName = null }): Named => ({ id: toEntraObjectId(id), displayName }));
const DeletedPage = z.object({ value: z.array(Deleted) });

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
  const gone = Deleted.safeParse(bodyOf(deleted)).data;
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
