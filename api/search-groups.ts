import { BadCursorError } from '../db/cursor.ts';
import type { Directory, EntraGroup, PageLink } from '../entra/directory.ts';
import { EntraError } from '../entra/entra-error.ts';
import { CHECKS_WITHIN_MS } from './checks/check-directory.ts';
import { directoryProblem } from './refuse-directory.ts';

/** A group, with about how many people are in it where Microsoft says it. */
export type CountedGroup = EntraGroup & { readonly members?: number };

type Search = Parameters<Directory['searchGroups']>[0];

/**
 * The group picker: asks Microsoft live and stores nothing. Throws ProblemError that says why it cannot be asked,
 * BadCursorError for a link that Microsoft does not know, or knows no longer.
 */
export async function searchGroups(
  directory: Directory,
  search: Search,
  asked: AbortSignal,
): Promise<{ readonly items: readonly CountedGroup[]; readonly next: PageLink | undefined }> {
  const signal = AbortSignal.any([asked, AbortSignal.timeout(CHECKS_WITHIN_MS)]);
  try {
    const { groups, next } = await directory.searchGroups(search, signal);
    const members = await directory.countMembers(
      groups.map((group) => group.id),
      signal,
    );
    return { items: groups.map((group) => ({ ...group, ...countOf(members.get(group.id)) })), next };
  } catch (err) {
    if (search.link !== undefined && err instanceof EntraError && err.class === 'resync') throw new BadCursorError();
    throw directoryProblem(err);
  }
}

const countOf = (members: number | undefined) => (members === undefined ? {} : { members });
