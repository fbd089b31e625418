import type { Person } from '../../emulator/people/person.ts';
import type { Field } from '../../sync/field.schema.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import type { PersonKind } from '../../sync/person-kind.ts';
import type { MailboxKind } from './plain-mailbox.ts';

/** Somebody with the groups that hold them, directly or through groups within these. */
export type PlainPerson = Person & { readonly groups: ReadonlySet<string> };

/** The settings and fields of one moment, and the kinds that people gave by hand until then, by object id. */
export type PlainRules = {
  readonly settings: IntegrationSettings;
  readonly fields: readonly Field[];
  readonly kinds: ReadonlyMap<string, PersonKind>;
  /** What Microsoft said of mailboxes, where it holds of the person as they are. */
  readonly mailboxes?: ReadonlyMap<string, MailboxKind>;
};

export type PlainValues = Readonly<Record<string, string | null>>;

/** What the rules say of one person: an employee with these contents, or why not. */
export type Verdict =
  | { readonly kind: 'employee'; readonly email: string; readonly values: PlainValues; readonly personKind: PersonKind }
  | { readonly kind: 'notOne'; readonly reason: string };

/**
 * The rules about one person, said a second time and as plainly as their sentences. It shares no code with sync/, so
 * that the two can disagree; keep it so.
 */
export function judgePerson(person: PlainPerson, rules: PlainRules, everybody: ReadonlyMap<string, Person>): Verdict {
  const { settings, fields } = rules;
  const email = addressOf(person, settings.email.sources);
  const { groups = [] } = settings.filters;
  if (groups.length > 0 && !groups.some((group) => person.groups.has(group))) return notOne('group');
  if (!settings.filters.includeDisabled && person.properties['accountEnabled'] === false) return notOne('disabled');
  const reason = reasonOfKind(person, rules);
  if (reason !== null) return notOne(reason);
  if (email === null) return notOne('noEmail');
  const values = fields.map(({ key, source }) => [key, valueOf(person, source, rules, everybody)]);
  return { kind: 'employee', email, personKind: kindOf(person, rules), values: Object.fromEntries(values) };
}

/** What a field of that source shows of somebody, whether they match or not. */
export function valueOf(
  person: Person,
  source: string,
  { settings: { email } }: PlainRules,
  everybody: ReadonlyMap<string, Person>,
): string | null {
  if (source === 'email') return addressOf(person, email.sources);
  const [, ofManager] = /^manager\/(\w+)$/.exec(source) ?? [];
  if (ofManager === undefined) return textAt(person, source);
  const manager = everybody.get(person.managerId ?? 'nobody');
  if (manager === undefined) return null;
  return ofManager === 'mail' ? addressOf(manager, email.sources) : textAt(manager, ofManager);
}

/** Whoever said what somebody is has said that they are nothing else; a guest can have a service account's name as well. */
function reasonOfKind(person: Person, { settings: { filters }, kinds, mailboxes }: PlainRules): string | null {
  const said = kinds.get(person.properties.id);
  if (said !== undefined) return whyNoneOf(said, filters);
  if (!filters.includeGuests && isGuest(person)) return 'guest';
  const named = isServiceAccount(person, filters.serviceAccountPatterns);
  if (named || isGuest(person)) return named && filters.excludeServiceAccounts ? 'serviceAccount' : null;
  return whyNoneOf(mailboxes?.get(person.properties.id) ?? 'person', filters);
}

/** "what a person said goes before everything else; without Microsoft's answer nobody is a mailbox or a room" */
export function kindOf(person: Person, { settings: { filters }, kinds, mailboxes }: PlainRules): PersonKind {
  const said = kinds.get(person.properties.id);
  if (said !== undefined) return said;
  if (isGuest(person)) return 'guest';
  if (isServiceAccount(person, filters.serviceAccountPatterns)) return 'serviceAccount';
  return mailboxes?.get(person.properties.id) ?? 'person';
}

/** Why nobody of that kind is an employee; null: they are. */
export function whyNoneOf(kind: PersonKind, filters: IntegrationSettings['filters']): string | null {
  const stays = {
    person: true,
    guest: filters.includeGuests,
    sharedMailbox: !filters.excludeSharedMailboxes,
    room: !filters.excludeRooms,
    equipment: !filters.excludeRooms,
    serviceAccount: !filters.excludeServiceAccounts,
  };
  return stays[kind] ? null : kind;
}

const notOne = (reason: string): Verdict => ({ kind: 'notOne', reason });

const isExternal = ({ properties }: Person): boolean => /#ext#/i.test(properties.userPrincipalName);

/** "userType Guest, or null with #EXT# in the UPN (a Member with #EXT# is a person)" */
export function isGuest(person: Person): boolean {
  const { userType } = person.properties;
  return userType === 'Guest' || (userType === null && isExternal(person));
}

/** "an agent user, or a name that fits one of the patterns, against the local part of UPN and mailNickname" */
export function isServiceAccount({ properties, agent }: Person, patterns: readonly string[]): boolean {
  const names = [properties.userPrincipalName.replace(/@.*/, ''), asText(properties['mailNickname'])];
  return agent || patterns.some((pattern) => names.some((name) => expressionOf(pattern).test(name)));
}

const EXPRESSIONS = new Map<string, RegExp>();

/** "`*` wildcard, case-insensitive" */
function expressionOf(pattern: string): RegExp {
  const made = EXPRESSIONS.get(pattern);
  if (made !== undefined) return made;
  const letters = Array.from(pattern, (letter) =>
    letter === '*' ? '.*' : `\\u{${letter.codePointAt(0)?.toString(16)}}`,
  );
  const expression = new RegExp(`^${letters.join('')}$`, 'isu');
  EXPRESSIONS.set(pattern, expression);
  return expression;
}

export const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';

/** "Ordered sources, the first that yields a valid address wins" */
export function addressOf(person: Person, sources: readonly string[]): string | null {
  for (const source of sources) {
    const found = addressesIn(person, source).map(cleaned).filter(isAddress);
    const asMail = found.find((address) => same(address, cleaned(person.properties['mail'])));
    const chosen = source === 'proxyAddresses' ? (asMail ?? found[0]) : found[0];
    if (chosen !== undefined) return chosen;
  }
  return null;
}

function addressesIn(person: Person, source: string): readonly unknown[] {
  const { properties } = person;
  if (source === 'userPrincipalName') return isExternal(person) ? [] : [properties.userPrincipalName];
  if (source === 'mail') return [properties['mail']];
  if (source === 'otherMails') return listOf(properties['otherMails']);
  const entries = listOf(properties['proxyAddresses']).map((entry) => asText(entry).trim());
  return entries.filter((entry) => entry.startsWith('SMTP:')).map((entry) => entry.replace('SMTP:', ''));
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** "trimmed, a stray leading or trailing quote is dropped" */
const cleaned = (value: unknown): string => asText(value).replace(/^[\s'"]+|[\s'"]+$/g, '');

/** "one @, a local part of 1–64, a domain with a dot, at most 254 characters, no blanks or control characters" */
function isAddress(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  const long = local.length > 64 || text.length > 254;
  return more.length === 0 && local !== '' && !long && /[^.]\.[^.]/.test(domain) && !/[\s\p{Cc}]/u.test(text);
}

/** "compared case-insensitively" */
export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** "trimmed, empty is null, booleans true/false, lists joined by ; " */
function textAt({ properties }: Person, source: string): string | null {
  const [, name = '', item, key] = /^(\w+)(?:\[(\d+)\])?(?:\/(\w+))?$/.exec(source) ?? [];
  let value: unknown = properties[name];
  if (item !== undefined) value = listOf(value)[Number(item)];
  if (key !== undefined) value = new Map(Object.entries(value ?? {})).get(key);
  const texts = (Array.isArray(value) ? value : [value]).map((each) => asText(each).trim());
  return texts.filter((text) => text !== '').join('; ') || null;
}
