import type { Directory } from '../../emulator/directory/directory.ts';
import { GROUPS } from './chosen-groups.ts';
import type { GroupStep } from './history.ts';

/** Does it, as far as it can be done, and says whether anything happened. */
export function playGroups(entra: Directory, step: GroupStep, idOf: (who: number) => string): boolean {
  const { groups } = entra;
  const { id: group } = GROUPS[step.group % GROUPS.length] ?? GROUPS[0];
  const there = groups.find(group);
  switch (step.do) {
    case 'enter': {
      const person = idOf(step.who);
      if (there === null || entra.find(person) === null || there.groups.length > 0) return false;
      groups.addMember(group, person);
      return true;
    }
    case 'exit': {
      const person = idOf(step.who);
      if (there?.people.includes(person) !== true || entra.find(person) === null || person === idOf(0)) return false;
      groups.removeMember(group, person);
      return true;
    }
    case 'deleteGroup':
      if (there === null) return false;
      groups.delete(group);
      return true;
    case 'restoreGroup':
      if (there !== null) return false;
      groups.restore(group);
      return true;
  }
}
