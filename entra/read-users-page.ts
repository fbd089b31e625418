import { z } from 'zod';
import type { EntraUser } from '../sync/entra-user.ts';
import { EntraError } from './entra-error.ts';
import { brokenAnswer, type GraphClient } from './graph-client.ts';
import { LONG_SELECT, PAGE_SIZE } from './limits.ts';
import { parseUser, type ParsedUser } from './parse-user.ts';
import { proveUsers } from './prove-users.ts';
import { isTrustedLink } from './trust-origin.ts';

/** Graph's link to a page of a listing: opaque, and a secret of the directory's, so it is never logged. */
export type PageLink = string;

export type UsersPage = {
  readonly users: readonly EntraUser[];
  /** Where the next page is; undefined: this was the last. A page may hold nobody and yet have a next one. */
  readonly next: PageLink | undefined;
};

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/**
 * Reads one page of all people, the first without a link. What Graph gave only in part is asked for by id; who cannot be
 * read then is left out, as absence from a listing removes nobody.
 *
 * Throws EntraError: `permissionMissing` where everybody on the page is blank
 * (https://learn.microsoft.com/en-us/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects),
 * `untrustedLink` for a link that leads to another host or back to this page, `tooManyFields` for a refused `$select`.
 */
export async function readUsersPage(
  { graph, graphEndpoint }: { readonly graph: GraphClient; readonly graphEndpoint: string },
  link: PageLink | undefined,
  select: readonly string[],
  signal: AbortSignal,
): Promise<UsersPage> {
  const { data } = Page.safeParse(
    await (link === undefined ? first(graph, select, signal) : graph.follow(link, signal)),
  );
  if (data === undefined) throw brokenAnswer();
  const people = data.value.map((item) => parseUser(item, select) ?? fail(brokenAnswer()));
  const next = data['@odata.nextLink'] ?? undefined;
  if (next !== undefined && (next === link || !isTrustedLink(next, graphEndpoint)))
    throw new EntraError('untrustedLink');
  const users = people.flatMap((person) => (person.kind === 'user' ? [person.user] : []));
  if (users.length === people.length) return { users, next };
  if (users.length === 0) throw new EntraError('permissionMissing');
  return { users: [...users, ...(await readAgain(graph, people, select, signal))], next };
}

async function first(graph: GraphClient, select: readonly string[], signal: AbortSignal): Promise<unknown> {
  const names = select.join(',');
  try {
    return await graph.get(`/users?$top=${PAGE_SIZE}&$select=${names}`, signal);
  } catch (err) {
    const tooLong = err instanceof EntraError && err.code === 'requestRefused' && names.length > LONG_SELECT;
    throw tooLong ? new EntraError('tooManyFields', { requestId: err.requestId }) : err;
  }
}

/** Those whose item was partial: blank items were seen beside good ones. */
export async function readAgain(
  graph: GraphClient,
  people: readonly ParsedUser[],
  select: readonly string[],
  signal: AbortSignal,
): Promise<readonly EntraUser[]> {
  const ids = people.flatMap((person) => (person.kind === 'blank' ? [person.id] : []));
  const found = await proveUsers(graph, { ids, control: undefined, select }, signal);
  return [...found.values()].flatMap((proof) => (proof.kind === 'there' ? [proof.user] : []));
}

function fail(err: Error): never {
  throw err;
}
