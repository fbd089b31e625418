import type { RunKind } from '../../sync/run.ts';
import type { DirectoryMoment } from './directory-moment.ts';
import type { PlainRules } from './plain-person.ts';

/** Why a run ends before it has judged anybody. */
export type GroupTrouble = 'groupsNotReadable' | 'groupGone' | 'groupsEmpty';

/**
 * "A group that is gone, may not be read, or groups that nobody is in, fail the run before anybody is judged. An approved
 * list is applied only while all groups are there."
 */
export function whyNobodyIsJudged(
  kind: RunKind,
  { settings }: PlainRules,
  { everybody, goneGroups, permissions }: DirectoryMoment,
): GroupTrouble | null {
  const { groups = [] } = settings.filters;
  if (groups.length === 0) return null;
  if (!permissions.has('GroupMember.Read.All')) return 'groupsNotReadable';
  if (groups.some((group) => goneGroups.has(group))) return 'groupGone';
  const isInOne = [...everybody.values()].some((person) => groups.some((group) => person.groups.has(group)));
  return kind === 'cleanUp' || isInOne ? null : 'groupsEmpty';
}

/** Whether nobody can tell that somebody is in none of the chosen groups, since one is gone or may not be read. */
export function isMembershipUntold(id: string, rules: PlainRules, moment: DirectoryMoment): boolean {
  const { groups = [] } = rules.settings.filters;
  const own = moment.everybody.get(id)?.groups;
  const isInOne = groups.some((group) => own?.has(group) === true && !moment.goneGroups.has(group));
  return own !== undefined && !isInOne && whyNobodyIsJudged('cleanUp', rules, moment) !== null;
}
