import { FAILURES } from '../../../sync/failure.ts';
import type { EntraGroupId } from '../../../sync/ids.ts';
import type { TenantRow } from '../../../db/tenants.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { CHECKS_WITHIN_MS } from '../../checks/check-directory.ts';
import { ProblemError } from '../../problem-error.ts';
import { directoryProblem, directoryTrouble } from '../../refuse-directory.ts';
import { searchGroups } from '../../search-groups.ts';
import type { Groups } from './group-picker.tsx';

/** What is said before any group is chosen: nothing of a sync is at stake yet. */
const NOT_READABLE =
  'Rollcall may not read groups in this directory. An Application Administrator can grant GroupMember.Read.All (application permission); then they are found here.';

/** As many groups as a person can choose from. */
const FOUND = 20;

type Wanted = { readonly chosen: readonly EntraGroupId[]; readonly query: string; readonly search: boolean };

/**
 * The names of chosen groups, and those that a search finds: asked live, and only where there is something to ask. A
 * directory that does not answer is said beside the picker, and keeps nobody from the rest of the page.
 */
export async function lookUpGroups(
  { directoryOf }: Pick<ApiDeps, 'directoryOf'>,
  { entraTenantId, status }: TenantRow,
  { chosen, query, search }: Wanted,
  asked: AbortSignal,
): Promise<Groups> {
  const nothing = { names: new Map<never, never>(), trouble: undefined, query, found: undefined };
  const searches = search && query !== '';
  if (chosen.length === 0 && !searches) return nothing;
  if (entraTenantId === null || status === 'unlinked') return { ...nothing, trouble: textOf(FAILURES.tenantNotLinked) };
  const directory = directoryOf(entraTenantId);
  const signal = AbortSignal.any([asked, AbortSignal.timeout(CHECKS_WITHIN_MS)]);
  try {
    const looked = await directory.findGroups(chosen, signal);
    const names = new Map(looked.flatMap((each) => (each.kind === 'there' ? [[each.group.id, each.group.name]] : [])));
    const found = searches
      ? await searchGroups(directory, { query, limit: FOUND, link: undefined }, signal)
      : undefined;
    return {
      names,
      query,
      found: found && { items: found.items, more: found.next !== undefined },
      trouble: troubleOf(looked.map(({ kind }) => kind)),
    };
  } catch (err) {
    const problem = directoryProblem(err);
    const notReadable = problem instanceof ProblemError && problem.code === 'groupsNotReadable';
    return { ...nothing, trouble: notReadable && chosen.length === 0 ? NOT_READABLE : directoryTrouble(err) };
  }
}

function troubleOf(kinds: readonly ('there' | 'gone' | 'notReadable')[]): string | undefined {
  if (kinds.includes('notReadable')) return textOf(FAILURES.groupsNotReadable);
  return kinds.includes('gone') ? textOf(FAILURES.groupGone) : undefined;
}

const textOf = ({ message, remedy }: { readonly message: string; readonly remedy: string }): string =>
  `${message} ${remedy}`.trim();
