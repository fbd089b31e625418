import { guidOfText } from '../hash.ts';
import type { Json, Person, PersonPatch, PersonProperties } from './person.ts';
import { blankProperties } from './property-catalogue.ts';

/** A person by hand: what is not given is made up from the display name or left empty, as a new user of Entra has it. */
export type PersonInput = PersonPatch & { readonly properties: Readonly<Record<string, Json>> };

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 .-]/g, '')
    .trim();

/** The local part a human administrator would choose: `ada.lovelace`. */
export function localPartOf(displayName: string): string {
  const parts = plain(displayName).toLowerCase().split(/\s+/).filter(Boolean);
  return parts.length === 0 ? `u${guidOfText(displayName).slice(0, 8)}` : parts.join('.').slice(0, 60);
}

/**
 * Completes a person for a directory whose addresses end in `domain`. The id is made of domain and user principal
 * name, so the same input is the same person in every start.
 */
export function makePerson(input: PersonInput, domain: string): Person {
  const given = input.properties;
  const displayName = typeof given['displayName'] === 'string' ? given['displayName'] : 'Nameless';
  const local = localPartOf(displayName);
  const userPrincipalName =
    typeof given['userPrincipalName'] === 'string' ? given['userPrincipalName'] : `${local}@${domain}`;
  const address = 'mail' in given ? given['mail'] : userPrincipalName;
  const properties: PersonProperties = {
    ...blankProperties(),
    mail: address ?? null,
    mailNickname: local,
    proxyAddresses: typeof address === 'string' ? [`SMTP:${address}`] : [],
    createdDateTime: '2021-03-01T08:00:00Z',
    ...given,
    id: typeof given['id'] === 'string' ? given['id'] : guidOfText(`${domain}/${userPrincipalName}`),
    displayName,
    userPrincipalName,
  };
  return {
    properties,
    userPurpose: input.userPurpose ?? 'user',
    managerId: input.managerId ?? null,
    agent: input.agent ?? false,
    blankInDelta: input.blankInDelta ?? false,
    roles: input.roles ?? [],
  };
}

/** The same person with some things changed; nothing is changed in place. */
export function patchPerson(person: Person, patch: PersonPatch): Person {
  return {
    properties: { ...person.properties, ...patch.properties, id: person.properties.id },
    userPurpose: patch.userPurpose ?? person.userPurpose,
    managerId: patch.managerId === undefined ? person.managerId : patch.managerId,
    agent: patch.agent ?? person.agent,
    blankInDelta: patch.blankInDelta ?? person.blankInDelta,
    roles: patch.roles ?? person.roles,
  };
}
