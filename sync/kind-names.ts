import type { PersonKind } from './person-kind.ts';

/** What somebody of a kind is called within a sentence: `it is a shared mailbox`. */
export const KIND_NAMES: Readonly<Record<PersonKind, string>> = {
  person: 'a person',
  guest: 'a guest',
  sharedMailbox: 'a shared mailbox',
  room: 'a room',
  equipment: 'equipment',
  serviceAccount: 'a service account',
};
