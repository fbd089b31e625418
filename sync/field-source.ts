import { closestMatch } from 'leven';
import {
  DIRECTORY_EXTENSION,
  LDAP_NAMES,
  LIST_PROPERTIES,
  NOT_IN_A_LISTING,
  OBJECT_PROPERTIES,
  TEXT_PROPERTIES,
} from './graph-properties.ts';

/** Where a field's value comes from, understood. */
export type FieldSource =
  | { readonly kind: 'email' }
  | { readonly kind: 'property'; readonly property: string }
  | { readonly kind: 'item'; readonly property: string; readonly index: number }
  | { readonly kind: 'key'; readonly property: string; readonly key: string };

export type ParsedSource =
  | { readonly kind: 'understood'; readonly source: FieldSource; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: 'unknown' | 'notInAListing' | 'form'; readonly message: string };

/** What a listing shows instead of a property that it does not. */
const INSTEAD: Readonly<Partial<Record<string, string>>> = {
  hireDate: 'employeeHireDate',
  preferredName: 'displayName',
};

const FORM = /^([A-Za-z][A-Za-z0-9_]*)(?:\[(\d{1,3})\]|\/([A-Za-z][A-Za-z0-9_]*))?$/;

/**
 * Reads the source of a field as an admin wrote it. `text` is the form to store: Graph's own spelling, LDAP names
 * replaced. What Graph does not have, or cannot read in a listing, is refused with the nearest name.
 */
export function parseFieldSource(written: string): ParsedSource {
  if (written.toLowerCase() === 'email') return { kind: 'understood', source: { kind: 'email' }, text: 'email' };
  if (DIRECTORY_EXTENSION.test(written)) return property(written);
  const translated = LDAP_NAMES.get(written.toLowerCase()) ?? written;
  const [, name, index, key] = FORM.exec(translated) ?? [];
  if (name === undefined) {
    return refuse(
      'form',
      `“${written}” is no property path. Write one such as jobTitle, businessPhones[0] or employeeOrgData/costCenter.`,
    );
  }
  if (key !== undefined) return parseKey(name, key);
  const list = spelled(name, LIST_PROPERTIES);
  if (index !== undefined) {
    if (list === undefined)
      return refuse(
        'unknown',
        `${name} is not a list, so [${index}] has no meaning. ${didYouMean(name, LIST_PROPERTIES)}`,
      );
    const position = Number(index);
    return {
      kind: 'understood',
      source: { kind: 'item', property: list, index: position },
      text: `${list}[${position}]`,
    };
  }
  const known = list ?? spelled(name, TEXT_PROPERTIES);
  if (known !== undefined) return property(known);
  const unlisted = spelled(name, NOT_IN_A_LISTING);
  if (unlisted !== undefined) {
    return refuse(
      'notInAListing',
      `Graph shows ${unlisted} of one person only, never in a listing, so it cannot be synced. ` +
        `Choose another property, such as ${INSTEAD[unlisted] ?? 'officeLocation'}.`,
    );
  }
  const object = spelled(name, Object.keys(OBJECT_PROPERTIES));
  if (object !== undefined) {
    return refuse(
      'form',
      `${object} holds several values. Name one: ${(OBJECT_PROPERTIES[object] ?? [])
        .map((each) => `${object}/${each}`)
        .slice(0, 3)
        .join(', ')}.`,
    );
  }
  return refuse(
    'unknown',
    `Graph has no property ${name}. ${didYouMean(name, [...TEXT_PROPERTIES, ...LIST_PROPERTIES])}`,
  );
}

function parseKey(name: string, key: string): ParsedSource {
  const object = spelled(name, Object.keys(OBJECT_PROPERTIES));
  if (object === undefined)
    return refuse(
      'unknown',
      `Graph has no property ${name} with values inside. ${didYouMean(name, Object.keys(OBJECT_PROPERTIES))}`,
    );
  const keys = OBJECT_PROPERTIES[object] ?? [];
  const known = spelled(key, keys);
  if (known === undefined) return refuse('unknown', `${object} has no ${key}. ${didYouMean(key, keys)}`);
  return { kind: 'understood', source: { kind: 'key', property: object, key: known }, text: `${object}/${known}` };
}

const property = (name: string): ParsedSource => ({
  kind: 'understood',
  source: { kind: 'property', property: name },
  text: name,
});

const refuse = (reason: 'unknown' | 'notInAListing' | 'form', message: string): ParsedSource => ({
  kind: 'refused',
  reason,
  message,
});

/** Graph's spelling of a name that may be written in another case. */
function spelled(name: string, known: readonly string[]): string | undefined {
  const lowerCase = name.toLowerCase();
  return known.find((each) => each.toLowerCase() === lowerCase);
}

function didYouMean(name: string, known: readonly string[]): string {
  const nearest = closestMatch(name, known, { maxDistance: 6 });
  return nearest === undefined ? 'See the list of Graph user properties.' : `Did you mean ${nearest}?`;
}
