import type { SkipReason } from './skip-reason.ts';

/** Why somebody is left out, in a sentence. */
export const WHY: Readonly<Record<SkipReason, string>> = {
  group: 'Is in none of the chosen groups.',
  disabled: 'The account is disabled.',
  guest: 'Is a guest, and guests are left out.',
  sharedMailbox: 'Is a shared mailbox, and these are left out.',
  room: 'Is a room, and rooms are left out.',
  equipment: 'Is equipment, and equipment is left out.',
  serviceAccount: 'Is a service account, and these are left out.',
  odata: 'The OData filter does not hold.',
  expression: 'The expression does not hold.',
  unknown: 'A clause cannot be decided, because Microsoft does not say what it needs.',
  noEmail: 'No source that is switched on gives a valid address.',
};
