import type { SkipReason } from '../../sync/skip-reason.ts';

type Words = {
  /** After a number: `212 disabled`. */
  readonly short: string;
  /** The rule that decided. */
  readonly rule: string;
  /** What would import them. */
  readonly cure: string;
};

/** Why people of the directory are not imported, rule by rule. Complete by type. */
export const NOT_IMPORTED_WORDS: Readonly<Record<SkipReason, Words>> = {
  disabled: {
    short: 'disabled',
    rule: 'Their account is disabled in Entra, and disabled accounts are left out.',
    cure: 'Enabling the account in Entra, or including disabled accounts in the filters, imports them.',
  },
  guest: {
    short: 'guests',
    rule: 'They are guests of the directory, and guests are left out.',
    cure: 'Including guests in the filters imports them.',
  },
  sharedMailbox: {
    short: 'shared mailboxes',
    rule: 'They are shared mailboxes, and shared mailboxes are left out.',
    cure: 'Turning off “leave out shared mailboxes” in the filters imports them.',
  },
  room: {
    short: 'rooms',
    rule: 'They are rooms, and rooms and equipment are left out.',
    cure: 'Turning off “leave out rooms and equipment” in the filters imports them.',
  },
  equipment: {
    short: 'equipment',
    rule: 'They are equipment, and rooms and equipment are left out.',
    cure: 'Turning off “leave out rooms and equipment” in the filters imports them.',
  },
  serviceAccount: {
    short: 'service accounts',
    rule: 'Their name fits a pattern of service accounts, or Entra says that they are one, and service accounts are left out.',
    cure: 'Changing the patterns, or turning off “leave out service accounts” in the filters, imports them.',
  },
  odata: {
    short: 'outside the OData filter',
    rule: 'They do not match the OData filter.',
    cure: 'Changing the OData filter, or the person in Entra, imports them.',
  },
  expression: {
    short: 'outside the expression',
    rule: 'They do not match the expression.',
    cure: 'Changing the expression, or the person in Entra, imports them.',
  },
  unknown: {
    short: 'undecided',
    rule: 'A filter asks for something that Rollcall may not read, so it neither imports nor removes them.',
    cure: 'An Application Administrator grants the permission that the filter needs, or an admin changes the filter.',
  },
  noEmail: {
    short: 'no e-mail',
    rule: 'None of the sources of e-mail addresses that are switched on gives a valid address.',
    cure: 'Giving them a mailbox or an address in Entra, or switching on another source of addresses, imports them.',
  },
};
