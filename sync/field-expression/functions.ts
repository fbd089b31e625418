import { DATE_FUNCTIONS } from './date-functions.ts';
import type { FieldFunction } from './field-function.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';
import { VALUE_FUNCTIONS } from './value-functions.ts';

/** Every function that an expression can use, by name and in the order of names. */
export const FUNCTIONS: ReadonlyMap<string, FieldFunction> = new Map(
  Object.entries({ ...TEXT_FUNCTIONS, ...VALUE_FUNCTIONS, ...DATE_FUNCTIONS }).sort(([a], [b]) =>
    a.toLowerCase() < b.toLowerCase() ? -1 : 1,
  ),
);

/** Functions that Microsoft documents and a directory that only reads does not need, each with the reason. */
export const NOT_OFFERED: Readonly<Record<string, string>> = {
  AppRoleAssignmentsComplex: 'It writes roles into an application; an employee has none.',
  Guid: 'It would give another value in each sync.',
  IgnoreFlowIfNullOrEmpty: 'Use the policy neverClear of the field: an empty source then keeps the value.',
  Now: 'It would give another value in each sync, and change every employee.',
  RandomString: 'It would give another value in each sync.',
  Redact: 'It hides a value from the provisioning logs; no log of Rollcall holds values.',
  SelectUniqueValue: 'It looks for a free value in the target; nothing is written to Entra.',
  SingleAppRoleAssignment: 'It reads roles in an application; an employee has none.',
};
