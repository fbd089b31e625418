import type { Directory } from '../../entra/directory.ts';
import type { Filter } from '../../sync/evaluate-filter.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { EntraGroupId } from '../../sync/ids.ts';
import { ask, type CheckSteps } from './check-step.ts';
import { failureOfCheck } from './failure-of-check.ts';

type Check = { readonly name: 'groups'; readonly ok: boolean; readonly detail: string; readonly remedy?: string };

/**
 * A line of Check Connectivity about the chosen groups: that each is there and may be read, or which is not. None where
 * no groups are chosen. Gives whether a sync can go by them.
 */
export async function* checkGroups(
  directory: Directory,
  { groups = [] }: Filter,
  signal: AbortSignal,
): CheckSteps<boolean> {
  if (groups.length === 0) return true;
  return (yield* ask('groups', () => findGroups(directory, groups, signal))).ok;
}

async function findGroups(directory: Directory, groups: readonly EntraGroupId[], signal: AbortSignal): Promise<Check> {
  try {
    const found = await directory.findGroups(groups, signal);
    if (found.some(({ kind }) => kind === 'notReadable')) return failed('groupsNotReadable');
    const gone = groups.filter((_, index) => found[index]?.kind === 'gone');
    if (gone.length > 0) return failed('groupGone', `Not there: ${gone.join(', ')}.`);
    for (const [index, group] of groups.entries()) {
      const one = found[index];
      if (one?.kind === 'there' && one.hidesMembers) await directory.readGroupMembersPage(group, undefined, signal);
    }
    const names = found.flatMap((each) => (each.kind === 'there' ? [each.group.name] : []));
    return { name: 'groups', ok: true, detail: `Imported is only who is in ${inWords(names)}.` };
  } catch (err) {
    return failed(failureOfCheck(err, signal));
  }
}

function failed(code: keyof typeof FAILURES, which = ''): Check {
  const { message, remedy } = FAILURES[code];
  return { name: 'groups', ok: false, detail: [message, which].filter(Boolean).join(' '), remedy };
}

const inWords = (names: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(names.map((name) => `“${name}”`));
