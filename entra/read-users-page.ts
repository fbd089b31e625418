import { z } from 'zod';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import { ownProperties } from '../sync/select-properties.ts';
import { EntraError } from './entra-error.ts';
import { brokenAnswer, type GraphClient } from './graph-client.ts';
import { LONG_SELECT, PAGE_SIZE } from './limits.ts';
import { nextLink } from './next-link.ts';
import { parseUser, type ParsedUser } from './parse-user.ts';
import { proveUsers, type Proof } from './prove-users.ts';

/** Graph's link to a page of a listing: opaque, and a secret of the directory's, so it is never logged. */
export type PageLink = string;

export type UsersPage = {
  readonly users: readonly EntraUser[];
  /** Where the next page is; undefined: this was the last. A page may hold nobody and yet have a next one. */
  readonly next: PageLink | undefined;
  /** False: an item had no id, so that somebody is missing and nobody knows who. */
  readonly complete: boolean;
};

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/**
 * Reads one page of all people, the first without a link. It tells nothing of managers. What Graph gave only in part is asked for by id
 * (readAgain); who cannot be read then is left out, as absence from a listing removes nobody. So is an item without an id, by which
 * each user is known (https://learn.microsoft.com/en-us/graph/traverse-the-graph): asked for again and again it would keep everybody waiting.
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
    await (link === undefined
      ? getFirst(graph, `/users?$top=${PAGE_SIZE}&`, ownProperties(select).join(','), signal)
      : graph.follow(link, signal)),
  );
  if (data === undefined) throw brokenAnswer();
  const people = data.value.flatMap((item) => parseUser(item, select) ?? []);
  const complete = people.length === data.value.length;
  const next = nextLink(data, link, graphEndpoint);
  const users = people.flatMap((person) => (person.kind === 'user' ? [person.user] : []));
  if (users.length === people.length) return { users, next, complete };
  if (users.length === 0) throw new EntraError('permissionMissing');
  return { users: [...users, ...(await readAgain(graph, people, select, signal))], next, complete };
}

/** The first page of a listing. Throws EntraError, `tooManyFields` where it is refused for a long `$select`. */
export async function getFirst(graph: GraphClient, path: string, names: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await graph.get(`${path}$select=${names}`, signal);
  } catch (err) {
    const tooLong = err instanceof EntraError && err.code === 'requestRefused' && names.length > LONG_SELECT;
    throw tooLong ? new EntraError('tooManyFields', { requestId: err.requestId }) : err;
  }
}

/**
 * Those whose item was partial: blank items were seen beside good ones. Whose answer fails for a passing reason is
 * asked for once more; one whom Graph cannot tell of for long must not keep all others waiting, so whoever fails again
 * is left out, and is read by the next full run.
 *
 * Throws EntraError where nobody at all could be read: `permissionMissing` where we may not, `graphUnavailable` where
 * Graph is not well.
 */
export async function readAgain(
  graph: GraphClient,
  people: readonly ParsedUser[],
  select: readonly string[],
  signal: AbortSignal,
): Promise<readonly EntraUser[]> {
  const blank = people.flatMap((person) => (person.kind === 'blank' ? [person.id] : []));
  const prove = (ids: readonly EntraObjectId[]) => proveUsers(graph, { ids, control: undefined, select }, signal);
  const first = await prove(blank);
  const failed = blank.filter((id) => isUnproven(first.get(id), 'passing'));
  const proofs = [...new Map([...first, ...(await prove(failed))]).values()];
  const users = proofs.flatMap((proof) => (proof.kind === 'there' ? [proof.user] : []));
  if (users.length > 0 || people.length > blank.length) return users;
  if (proofs.some((proof) => isUnproven(proof, 'unreadable'))) throw new EntraError('permissionMissing');
  if (proofs.length > 1 && proofs.every((proof) => isUnproven(proof, 'passing')))
    throw new EntraError('graphUnavailable');
  return [];
}

const isUnproven = (proof: Proof | undefined, because: string): boolean =>
  proof?.kind === 'unproven' && proof.because === because;
