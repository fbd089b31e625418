import { describe, expect, test } from 'vitest';
import { EMPLOYEE_STATUSES, isPresent, NEXT_STATUS, type StatusEvent } from '../../sync/employee-status.ts';

const EVENTS = Object.keys(NEXT_STATUS.active) as StatusEvent[]; // the keys of a Record of StatusEvent

// prettier-ignore
const CELLS = [
  // from       event           to           guarantee
  ['active',    'addressTaken', 'duplicate', 'an active employee whose address another held first becomes a duplicate'],
  ['active',    'addressFree',  'active',    'an active employee whose address is free stays active'],
  ['active',    'goneKept',     'missing',   'an active employee who is gone is missing while clean-up is off'],
  ['active',    'goneCleaned',  'removed',   'an active employee who is gone is removed while clean-up is on'],
  ['active',    'back',         'active',    'an active employee who is seen stays active'],
  ['duplicate', 'addressTaken', 'duplicate', 'a duplicate whose address is still taken stays a duplicate'],
  ['duplicate', 'addressFree',  'active',    'a duplicate whose address is free again becomes active'],
  ['duplicate', 'goneKept',     'missing',   'a duplicate who is gone is missing while clean-up is off'],
  ['duplicate', 'goneCleaned',  'removed',   'a duplicate who is gone is removed while clean-up is on'],
  ['duplicate', 'back',         'duplicate', 'a duplicate who is seen stays a duplicate until addresses are settled'],
  ['missing',   'addressTaken', 'missing',   'a missing employee holds no address that another could take'],
  ['missing',   'addressFree',  'missing',   'a missing employee does not come back for a free address'],
  ['missing',   'goneKept',     'missing',   'a missing employee who is still gone stays missing while clean-up is off'],
  ['missing',   'goneCleaned',  'removed',   'turning clean-up on removes a missing employee too'],
  ['missing',   'back',         'active',    'a missing employee who comes back is active'],
  ['removed',   'addressTaken', 'removed',   'a removed employee holds no address that another could take'],
  ['removed',   'addressFree',  'removed',   'a removed employee does not come back for a free address'],
  ['removed',   'goneKept',     'removed',   'turning clean-up off does not bring a removed employee back'],
  ['removed',   'goneCleaned',  'removed',   'a removed employee who is still gone stays removed'],
  ['removed',   'back',         'active',    'a removed employee who comes back is active'],
] as const;

test.each(CELLS)('%s, %s ▶ %s: %s', (from, event, to) => {
  expect(NEXT_STATUS[from][event]).toBe(to);
});

test('every cell of the table has its sentence', () => {
  const all = EMPLOYEE_STATUSES.flatMap((from) => EVENTS.map((event) => `${from}/${event}`));
  expect(CELLS.map(([from, event]) => `${from}/${event}`)).toEqual(all);
});

describe('whatever happens twice', () => {
  test.each(EMPLOYEE_STATUSES)('changes a status only once, from %s', (from) => {
    for (const event of EVENTS) expect(NEXT_STATUS[NEXT_STATUS[from][event]][event]).toBe(NEXT_STATUS[from][event]);
  });
});

test('active and duplicate employees are present, missing and removed ones are not', () => {
  expect(EMPLOYEE_STATUSES.filter(isPresent)).toEqual(['active', 'duplicate']);
});
