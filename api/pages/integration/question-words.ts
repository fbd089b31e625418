import { assertNever } from '../../../sync/assert-never.ts';
import type { Question } from '../../checks/check-step.ts';
import { peopleText } from '../words/relative-time.ts';

/** What is asked while nothing more is known. `counted`: people read so far. */
export function questionText(question: Question, counted = 0): string {
  switch (question) {
    case 'signIn':
      return 'Asking Microsoft whether Rollcall can sign in to this directory…';
    case 'directory':
      return 'Asking Microsoft which directory it is…';
    case 'people':
      return 'Asking Microsoft how many people there are…';
    case 'groups':
      return 'Asking Microsoft whether the chosen groups are there…';
    case 'managers':
      return 'Asking Microsoft whether the directory tells of managers and their changes…';
    case 'examples':
      return 'Asking Microsoft about the example people…';
    case 'members':
      return `Asking Microsoft who is in the chosen groups${soFar(counted)}…`;
    case 'listing':
      return `Asking Microsoft for everybody, to count who matches${soFar(counted)}…`;
    default:
      return assertNever(question);
  }
}

const soFar = (counted: number): string => (counted === 0 ? '' : `: ${peopleText(counted)} so far`);
