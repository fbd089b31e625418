import {
  addressOf,
  asText,
  isGuest,
  isServiceAccount,
  same,
  type PlainPerson,
  type PlainRules,
} from './plain-person.ts';

/** What somebody's mailbox is. */
export type MailboxKind = 'person' | 'sharedMailbox' | 'room' | 'equipment';

/**
 * "people with an address who have no licence, or whose name or nickname looks like a mailbox's or a room's": no guests, no
 * service accounts, and nobody who is left out as disabled anyway. All others are persons.
 */
export function mayBeMailbox(person: PlainPerson, { settings: { email, filters } }: PlainRules): boolean {
  if (addressOf(person, email.sources) === null) return false;
  if (isLicensed(person) && !looksLikeOne(person)) return false;
  if (!filters.includeDisabled && person.properties['accountEnabled'] === false) return false;
  return !isGuest(person) && !isServiceAccount(person, filters.serviceAccountPatterns);
}

const isLicensed = ({ properties: { assignedLicenses: held } }: PlainPerson): boolean =>
  Array.isArray(held) && held.length > 0;

/** Of all words that do, the two that people here have. */
function looksLikeOne({ properties: { displayName, mailNickname, userPrincipalName } }: PlainPerson): boolean {
  const names = [displayName, mailNickname, userPrincipalName.replace(/@.*/, '')];
  return names.some((name) => typeof name === 'string' && /\broom\b/i.test(name)) || same(asText(mailNickname), 'info');
}

/** "It holds as long as the mail, the names, whether the account is enabled and has a licence are the same." */
export function lookOf(person: PlainPerson): string {
  const { mail, displayName, mailNickname, userPrincipalName, accountEnabled } = person.properties;
  return JSON.stringify([mail, displayName, mailNickname, userPrincipalName, accountEnabled, isLicensed(person)]);
}

const PURPOSES = { user: 'person', linked: 'person', others: 'person', shared: 'sharedMailbox' } as const;

/** What Microsoft answers of a mailbox, where it may be asked. */
export function purposeOf({ userPurpose, properties }: PlainPerson): MailboxKind | 'noMailbox' {
  if (properties['mail'] === null || properties['userType'] === 'Guest') return 'noMailbox';
  return userPurpose === 'room' || userPurpose === 'equipment' ? userPurpose : PURPOSES[userPurpose];
}

/** An answer as it is kept; `placeRoom`: the address is among those of rooms. */
export type MailboxAnswer = MailboxKind | 'noMailbox' | 'placeRoom';

export function kindOfAnswer(answer: MailboxAnswer): MailboxKind {
  if (answer === 'noMailbox') return 'person';
  return answer === 'placeRoom' ? 'room' : answer;
}

/** "rooms are found among places by their address alone": whether it is one of these. */
export function isAmong(rooms: ReadonlySet<string>, person: PlainPerson, { settings }: PlainRules): boolean {
  const { mail, userPrincipalName, proxyAddresses } = person.properties;
  const areRead = settings.email.sources.includes('proxyAddresses');
  const entries = areRead && Array.isArray(proxyAddresses) ? proxyAddresses : [];
  const proxies = entries.flatMap((entry) => /^smtp:(.*)$/i.exec(asText(entry))?.[1] ?? []);
  const own = [mail, userPrincipalName, ...proxies];
  return own.some((address) => rooms.has(asText(address).trim().toLowerCase()));
}

/** The addresses of all rooms of the directory. */
export const roomsOf = (everybody: Iterable<PlainPerson>): ReadonlySet<string> =>
  new Set(
    [...everybody]
      .filter(({ userPurpose }) => userPurpose === 'room')
      .map(({ properties: { mail, userPrincipalName } }) => asText(mail ?? userPrincipalName).toLowerCase()),
  );
