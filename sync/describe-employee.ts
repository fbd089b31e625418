import { withoutCapital } from './capital.ts';
import type { EmployeeStatus } from './employee-status.ts';
import type { KnownPerson } from './person-facts.ts';
import type { ChangeAction, ChangeReason } from './planned-change.ts';
import { WHY } from './why-words.ts';

/** What somebody is in Employees, and what was done to them last. */
export function describeEmployee(employee: KnownPerson | undefined): string {
  if (employee === undefined) return 'This person is not in Employees.';
  const { status, pinned, lastChange } = employee;
  const is = `${IS[status]}${pinned ? ', and kept by a person, whatever Entra says' : ''}.`;
  return lastChange === undefined ? is : `${is} ${changeText(lastChange)}`;
}

const IS: Readonly<Record<EmployeeStatus, string>> = {
  active: 'This person is in Employees',
  duplicate: 'This person is in Employees, as a duplicate',
  missing: 'This person is in Employees, marked as missing',
  removed: 'This person was removed from Employees',
};

function changeText({ runId, action, reason }: NonNullable<KnownPerson['lastChange']>): string {
  return runId === null
    ? `Last, somebody ${DID[action]} by hand.`
    : `Last, run ${runId} ${DID[action]}: ${withoutCapital(BECAUSE[reason])}`;
}

const DID: Readonly<Record<ChangeAction, string>> = {
  create: 'added this person',
  update: 'changed values of this person',
  remove: 'removed this person',
  missing: 'marked this person as missing',
  restore: 'brought this person back',
  skip: 'left this person out',
};

const BECAUSE: Readonly<Record<ChangeReason, string>> = {
  ...WHY,
  matches: 'Passed every rule.',
  changed: 'They changed in Entra, or by the settings.',
  back: 'Is back in Entra, or matches again.',
  deleted: 'Is deleted in Entra.',
  notProven: 'Was not in the listing.',
  byHand: 'Decided by hand.',
};
