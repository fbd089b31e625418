import type { LooksLike } from '../../../sync/looks-like.ts';
import type { PersonKind } from '../../../sync/person-kind.ts';

/** Kinds of people as labels of a table. */
export const KIND_WORDS: Readonly<Record<PersonKind, string>> = {
  person: 'Person',
  guest: 'Guest',
  sharedMailbox: 'Shared mailbox',
  room: 'Room',
  equipment: 'Equipment',
  serviceAccount: 'Service account',
};

/** What somebody only looks like, where Microsoft may not be asked. */
export const SUSPECTS: Readonly<Record<LooksLike['kind'], string>> = {
  sharedMailbox: 'a mailbox',
  room: 'a room',
  equipment: 'equipment',
};

/** What a suspicion goes by. */
export const SUSPECTED_BY: Readonly<Record<LooksLike['evidence'], string>> = {
  name: 'by the name',
  disabledUnlicensed: 'since the account is disabled and has no licence',
};
