import { closestMatch } from 'leven';
import { complain, type Complaint, type RefusalReason } from './filter/refusal.ts';
import { PERMISSION_OF, spelled } from './filter/resolve-name.ts';
import { meantBy } from './usual-names.ts';
import {
  DIRECTORY_EXTENSION,
  LDAP_NAMES,
  LIST_PROPERTIES,
  MANAGER_KEYS,
  type ManagerKey,
  NOT_IN_A_LISTING,
  NOT_READ,
  OBJECT_PROPERTIES,
  TEXT_PROPERTIES,
} from './graph-properties.ts';

/** A property of a person, or the address that the e-mail rule chose: a source of a field, or a part of an expression. */
export type FieldPath =
  | { readonly kind: 'email' }
  | { readonly kind: 'property'; readonly property: string }
  | { readonly kind: 'item'; readonly property: string; readonly index: number }
  | { readonly kind: 'key'; readonly property: string; readonly key: string }
  | { readonly kind: 'manager'; readonly key: ManagerKey };

export type ParsedPath =
  | { readonly kind: 'understood'; readonly source: FieldPath; readonly text: string }
  | { readonly kind: 'refused'; readonly complaint: Complaint };

/** What a listing shows instead of a property that it does not. */
const INSTEAD: Readonly<Partial<Record<string, string>>> = {
  hireDate: 'employeeHireDate',
  preferredName: 'displayName',
};

const FORM = /^([A-Za-z][A-Za-z0-9_]*)(?:\[(\d{1,3})\]|\/([A-Za-z][A-Za-z0-9_]*))?$/;

/**
 * Reads a path as an admin wrote it. `text` is the form to store: Graph's own spelling, LDAP names replaced. What Graph
 * does not have, cannot read in a listing, or gives with another permission only, is refused with the nearest name.
 */
export function parseFieldPath(written: string): ParsedPath {
  if (written.toLowerCase() === 'email') return { kind: 'understood', source: { kind: 'email' }, text: 'email' };
  if (DIRECTORY_EXTENSION.test(written)) return property(written);
  const translated = LDAP_NAMES.get(written.toLowerCase()) ?? written;
  const [, name, index, key] = FORM.exec(translated) ?? [];
  if (name === undefined) return refuseForm(written);
  if (name.toLowerCase() === MANAGER) return parseManagerKey(key);
  if (key !== undefined) return parseKey(name, key);
  const list = spelled(name, LIST_PROPERTIES);
  if (index !== undefined) {
    if (list === undefined)
      return refuse('unknownName', `${name} is not a list, so [${index}] has no meaning.`, LIST_PROPERTIES, name);
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
  const notRead = spelled(name, NOT_READ);
  if (notRead !== undefined) return refuse('notOffered', `Graph has ${notRead}, and Rollcall does not read it.`);
  const object = spelled(name, Object.keys(OBJECT_PROPERTIES));
  if (object !== undefined) {
    return refuse(
      'syntax',
      `${object} holds several values. Name one: ${(OBJECT_PROPERTIES[object] ?? [])
        .map((each) => `${object}/${each}`)
        .slice(0, 3)
        .join(', ')}.`,
    );
  }
  const guarded = spelled(name, Object.keys(PERMISSION_OF));
  if (guarded !== undefined) {
    const permission = PERMISSION_OF[guarded];
    return refuse('permission', `${guarded} needs the permission ${permission}, which Rollcall does not ask for.`);
  }
  const usual = meantBy(name);
  if (usual !== undefined)
    return { kind: 'refused', complaint: complain('unknownName', `Graph has no property ${name}.`, usual) };
  return refuse('unknownName', `Graph has no property ${name}.`, [...TEXT_PROPERTIES, ...LIST_PROPERTIES], name);
}

function parseKey(name: string, key: string): ParsedPath {
  const object = spelled(name, Object.keys(OBJECT_PROPERTIES));
  if (object === undefined)
    return refuse(
      'unknownName',
      `Graph has no property ${name} with values inside.`,
      Object.keys(OBJECT_PROPERTIES),
      name,
    );
  const keys = OBJECT_PROPERTIES[object] ?? [];
  const known = spelled(key, keys);
  if (known === undefined) return refuse('unknownName', `${object} has no ${key}.`, keys, key);
  return { kind: 'understood', source: { kind: 'key', property: object, key: known }, text: `${object}/${known}` };
}

const MANAGER = 'manager';

/** Of another person: only what Rollcall can follow the changes of. */
function parseManagerKey(written: string | undefined): ParsedPath {
  if (written === undefined) {
    const examples = MANAGER_KEYS.slice(1, 5).map((each) => `${MANAGER}/${each}`);
    return refuse('syntax', `The manager is another person. Name what to show of them: ${examples.join(', ')}.`);
  }
  const lowerCase = written.toLowerCase();
  const key = spelled(lowerCase === 'email' ? 'mail' : (LDAP_NAMES.get(lowerCase) ?? written), MANAGER_KEYS);
  if (key === undefined) return refuse('unknownName', `No ${written} of a manager is offered.`, MANAGER_KEYS, written);
  return { kind: 'understood', source: { kind: 'manager', key: key as ManagerKey }, text: `${MANAGER}/${key}` }; // one of them
}

const property = (name: string): ParsedPath => ({
  kind: 'understood',
  source: { kind: 'property', property: name },
  text: name,
});

/** No path at all: the notation of another product around one, an expression without its sign, or something else. */
function refuseForm(written: string): ParsedPath {
  const shown = written.length > 60 ? `${written.slice(0, 60)}…` : written;
  const [, inner = written] = AROUND_A_NAME.exec(written) ?? [];
  const name = inner.replace('.', '/');
  const meant = name === written ? undefined : parseFieldPath(name);
  const nearest = meant?.kind === 'understood' ? meant.text : meantBy(written);
  const says = IN_AN_EXPRESSION.test(written)
    ? `“${shown}” is no property path. An expression stands behind =, as in = Join(" ", [givenName], [surname]).`
    : `“${shown}” is no property path. Write one such as jobTitle, businessPhones[0] or employeeOrgData/costCenter.`;
  return { kind: 'refused', complaint: complain('syntax', says, nearest) };
}

/** `$.givenName`, `user.givenName`, `{givenName}`, `{{givenName}}`, `${givenName}`, `%givenName%`, `[givenName]` */
const AROUND_A_NAME = /^(?:\$?\{{1,2}|\$\.|%|\[)?\s?(?:user\.)?([A-Za-z][\w./]{0,100})\s?(?:\}{1,2}|%|\])?$/;
const IN_AN_EXPRESSION = /[("+&]/;

/** `known` and `name`: among which names the nearest is looked for. */
function refuse(reason: RefusalReason, message: string, known?: readonly string[], name = ''): ParsedPath {
  if (known === undefined) return { kind: 'refused', complaint: complain(reason, message) };
  const nearest = closestMatch(name.slice(0, 100), known, { maxDistance: 6 });
  const complaint =
    nearest === undefined
      ? complain(reason, `${message} See the list of Graph user properties.`)
      : complain(reason, message, nearest);
  return { kind: 'refused', complaint };
}
