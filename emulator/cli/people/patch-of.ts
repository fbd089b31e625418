import type { Json, PersonPatch, PersonProperties } from '../../people/person.ts';
import { blankProperties } from '../../people/property-catalogue.ts';
import { splitAssignment } from '../assignments.ts';
import { CommandError } from '../command-error.ts';
import { USER_PURPOSES } from '../../people/person.ts';

const BLANK = blankProperties();
/** Properties of Graph that are true or false; all others are text, lists or objects. */
const BOOLEANS = [
  'accountEnabled',
  'isResourceAccount',
  'isManagementRestricted',
  'onPremisesSyncEnabled',
  'showInAddressList',
];

/**
 * A change from `property=value` as people write it: nothing or `null` clears, a list takes one value or JSON,
 * `employeeOrgData/costCenter=…` sets a part of an object. `manager=` takes a person, `userPurpose=` a word.
 * Throws CommandError.
 */
export async function patchOf(
  assignments: readonly string[],
  current: Readonly<Record<string, Json>>,
  idOf: (person: string) => Promise<string>,
): Promise<PersonPatch & { readonly properties: Record<string, Json> }> {
  const properties: Record<string, Json> = {};
  let patch: PersonPatch = {};
  for (const assignment of assignments) {
    const [name, value] = splitAssignment(assignment);
    const [property = '', part] = name.split('/');
    if (name === 'manager')
      patch = { ...patch, managerId: value === '' || value === 'null' ? null : await idOf(value) };
    else if (name === 'userPurpose') patch = { ...patch, userPurpose: purposeOf(value) };
    else if (part === undefined) properties[property] = valueOf(property, value);
    else
      properties[property] = { ...objectIn(properties[property] ?? current[property]), [part]: valueOf(part, value) };
  }
  return { ...patch, properties };
}

function valueOf(property: string, value: string): Json {
  if (value === '' || value === 'null') return null;
  if (BOOLEANS.includes(property) && (value === 'true' || value === 'false')) return value === 'true';
  if (/^[[{]/.test(value)) return parsed(value);
  return Array.isArray((BLANK as PersonProperties)[property]) ? [value] : value;
}

function parsed(value: string): Json {
  try {
    return JSON.parse(value) as Json; // what JSON.parse gives is JSON
  } catch {
    throw new CommandError(
      'usage',
      `"${value}" begins like JSON and is none.`,
      'Quote it for your shell: \'businessPhones=["+44 117 496 0101"]\'.',
    );
  }
}

function objectIn(value: Json | undefined): Readonly<Record<string, Json>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  // Array.isArray does not narrow read-only arrays away
  return isObject ? (value as Readonly<Record<string, Json>>) : {};
}

function purposeOf(value: string): (typeof USER_PURPOSES)[number] {
  const purpose = USER_PURPOSES.find((one) => one === value);
  if (purpose !== undefined) return purpose;
  throw new CommandError('usage', `"${value}" is no purpose of a mailbox.`, `There are: ${USER_PURPOSES.join(', ')}.`);
}
