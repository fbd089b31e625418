import { DIRECTORY_EXTENSION, LIST_PROPERTIES } from '../graph-properties.ts';
import type { ValueType } from './syntax-tree.ts';

export const BOOLEAN_PROPERTIES: readonly string[] = ['accountEnabled', 'onPremisesSyncEnabled', 'showInAddressList'];

export const DATE_PROPERTIES: readonly string[] = [
  'createdDateTime',
  'employeeHireDate',
  'externalUserStateChangeDateTime',
  'lastPasswordChangeDateTime',
  'onPremisesLastSyncDateTime',
];

/** Lists whose entries hold several values: no field can show them, a filter can ask for one of the values. */
export const OBJECT_LISTS: Readonly<Record<string, readonly string[]>> = {
  assignedLicenses: ['skuId'],
  assignedPlans: ['capabilityStatus', 'service', 'servicePlanId'],
};

/** Of which type a property is (https://learn.microsoft.com/en-us/graph/api/resources/user#properties). */
export function typeOfProperty(property: string): ValueType {
  if (BOOLEAN_PROPERTIES.includes(property)) return 'boolean';
  if (DATE_PROPERTIES.includes(property)) return 'date';
  if (property in OBJECT_LISTS || (LIST_PROPERTIES as readonly string[]).includes(property)) return 'list';
  return DIRECTORY_EXTENSION.test(property) ? 'any' : 'text';
}
