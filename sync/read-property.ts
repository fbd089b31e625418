import type { EntraUser } from './entra-user.ts';

/** The properties that were pulled out and checked when the user object was read: they are what a filter sees too. */
const CHECKED = [
  'id',
  'userPrincipalName',
  'displayName',
  'mail',
  'mailNickname',
  'proxyAddresses',
  'otherMails',
  'accountEnabled',
  'userType',
] as const satisfies readonly (keyof EntraUser)[];

/** The value of a property of a person, under Graph’s own name; absent and null mean “not set”. */
export function readProperty(user: EntraUser, property: string): unknown {
  const checked = CHECKED.find((each) => each === property);
  return checked === undefined ? user.properties[property] : user[checked];
}
