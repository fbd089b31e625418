import { closestMatch } from 'leven';
import {
  DIRECTORY_EXTENSION,
  LDAP_NAMES,
  LIST_PROPERTIES,
  NOT_IN_A_LISTING,
  NOT_READ,
  OBJECT_PROPERTIES,
  TEXT_PROPERTIES,
} from '../graph-properties.ts';
import { meantBy } from '../usual-names.ts';
import { OBJECT_LISTS, typeOfProperty } from './property-type.ts';
import { complain, type Complaint } from './refusal.ts';
import type { PropertyPath } from './syntax-tree.ts';

export type ResolvedName =
  | { readonly kind: 'property'; readonly path: PropertyPath }
  | { readonly kind: 'refused'; readonly complaint: Complaint };

/** Every property that can stand alone in a filter. */
export const FILTER_PROPERTIES: readonly string[] = [
  ...TEXT_PROPERTIES,
  ...LIST_PROPERTIES,
  ...Object.keys(OBJECT_LISTS),
];

/** Properties of a user that Graph gives only with a permission of its own. */
export const PERMISSION_OF: Readonly<Record<string, string>> = {
  signInActivity: 'AuditLog.Read.All',
  employeeLeaveDateTime: 'User-LifeCycleInfo.Read.All',
  customSecurityAttributes: 'CustomSecAttributeAssignment.Read.All',
};

const OTHER = 'is another object in Entra, and a listing of people does not show it.';
const CHOOSE_GROUPS = 'Choose groups beside the filter instead.';

/** No property, but another object: a listing does not show it. */
const RELATIONS: Readonly<Record<string, string>> = {
  manager: `manager ${OTHER} Fields can show something of the manager; filters cannot look at it.`,
  directReports: `directReports ${OTHER}`,
  memberOf: `memberOf ${OTHER} ${CHOOSE_GROUPS}`,
  transitiveMemberOf: `transitiveMemberOf ${OTHER} ${CHOOSE_GROUPS}`,
};

const FORM = /^(\w+)(?:\[(\d+)\]|\/(\w+))?$/;

/**
 * Finds the property that a name means: of Graph or of LDAP, in any case, but for directory extensions, whose names
 * Graph itself tells apart by case. `key`: the name after a slash or a point.
 */
export function resolveName(name: string, key: string | undefined): ResolvedName {
  if (DIRECTORY_EXTENSION.test(name) && key === undefined) return property(name);
  const translated = LDAP_NAMES.get(name.toLowerCase()) ?? name;
  const [, head = name, index, inside] = FORM.exec(translated) ?? [];
  const wanted = key ?? inside;
  const object = spelled(head, Object.keys(OBJECT_PROPERTIES));
  if (object !== undefined) return ofObject(object, wanted);
  const known = spelled(head, FILTER_PROPERTIES);
  if (known === undefined) return refuseUnknown(head);
  if (wanted !== undefined) return refused(complain('unknownName', `${known} holds no values with names.`));
  if (index !== undefined) {
    const text = `${known}[${index}]`;
    return { kind: 'property', path: { text, property: known, index: Number(index), type: 'text' } };
  }
  return property(known);
}

const property = (name: string): ResolvedName => ({
  kind: 'property',
  path: { text: name, property: name, type: typeOfProperty(name) },
});

const refused = (complaint: Complaint): ResolvedName => ({ kind: 'refused', complaint });

function ofObject(object: string, wanted: string | undefined): ResolvedName {
  const keys = OBJECT_PROPERTIES[object] ?? [];
  if (wanted === undefined) {
    const examples = keys.slice(0, 2).map((each) => `${object}/${each}`);
    return refused(complain('types', `${object} holds several values. Name one: ${examples.join(', ')}.`));
  }
  const key = spelled(wanted, keys);
  if (key === undefined)
    return refused(complain('unknownName', `${object} has no ${wanted}.`, nearestName(wanted, keys)));
  return { kind: 'property', path: { text: `${object}/${key}`, property: object, key, type: 'text' } };
}

function refuseUnknown(name: string): ResolvedName {
  const unlisted = spelled(name, NOT_IN_A_LISTING);
  if (unlisted !== undefined) {
    return refused(
      complain(
        'notInAListing',
        `Graph shows ${unlisted} of one person only, never in a listing, so nobody can be filtered by it.`,
      ),
    );
  }
  const guarded = spelled(name, Object.keys(PERMISSION_OF));
  if (guarded !== undefined) {
    const permission = PERMISSION_OF[guarded];
    return refused(
      complain('permission', `${guarded} needs the permission ${permission}, which Rollcall does not ask for.`),
    );
  }
  const notRead = spelled(name, NOT_READ);
  if (notRead !== undefined)
    return refused(complain('notOffered', `Graph has ${notRead}, and Rollcall does not read it.`));
  const relation = spelled(name, Object.keys(RELATIONS));
  if (relation !== undefined) {
    return refused(complain('notOffered', RELATIONS[relation] ?? ''));
  }
  const names = [...FILTER_PROPERTIES, ...Object.keys(OBJECT_PROPERTIES)];
  const nearest = meantBy(name) ?? nearestName(name, names);
  return refused(complain('unknownName', `Graph has no property ${name} of a person.`, nearest));
}

/** The name that is nearest to what was written, if one is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  return closestMatch(name.slice(0, 100), known, { maxDistance: Math.min(6, Math.ceil(name.length / 2)) });
}

/** The spelling of a name that may be written in another case. */
export function spelled(name: string, known: readonly string[]): string | undefined {
  const lowerCase = name.toLowerCase();
  return known.find((each) => each.toLowerCase() === lowerCase);
}

/** Whether a name means a property that holds several values, as `employeeOrgData` does. */
export const isObjectProperty = (name: string): boolean => spelled(name, Object.keys(OBJECT_PROPERTIES)) !== undefined;
