import type { SkipReason } from '../../../sync/skip-reason.ts';
import { numberText } from '../words/relative-time.ts';

type Words = {
  /** After a number: `1 guest`, `212 guests`. */
  readonly one: string;
  readonly many: string;
  /** The rule that decided. */
  readonly rule: string;
  /** What would import them. */
  readonly cure: string;
  /** The anchor of the setting in Integration. */
  readonly setting: string;
};

/** Why people of the directory are not imported, rule by rule. Complete by type. */
export const NOT_IMPORTED_WORDS: Readonly<Record<SkipReason, Words>> = {
  group: {
    one: 'outside the chosen groups',
    many: 'outside the chosen groups',
    rule: 'They are in none of the groups that were chosen, nor in a group within one of these.',
    cure: 'Adding them to one of the groups in Entra, or choosing another group, imports them.',
    setting: 'groups',
  },
  disabled: {
    one: 'disabled',
    many: 'disabled',
    rule: 'Their account is disabled in Entra, and disabled accounts are left out.',
    cure: 'Enabling the account in Entra, or turning off “leave out disabled accounts” in the filters, imports them.',
    setting: 'disabled',
  },
  guest: {
    one: 'guest',
    many: 'guests',
    rule: 'They are guests of the directory, and guests are left out.',
    cure: 'Turning off “leave out guests” in the filters imports them.',
    setting: 'guests',
  },
  sharedMailbox: {
    one: 'shared mailbox',
    many: 'shared mailboxes',
    rule: 'They are shared mailboxes, and shared mailboxes are left out.',
    cure: 'Turning off “leave out shared mailboxes” in the filters imports them.',
    setting: 'shared-mailboxes',
  },
  room: {
    one: 'room',
    many: 'rooms',
    rule: 'They are rooms, and rooms and equipment are left out.',
    cure: 'Turning off “leave out rooms and equipment” in the filters imports them.',
    setting: 'rooms',
  },
  equipment: {
    one: 'equipment',
    many: 'equipment',
    rule: 'They are equipment, and rooms and equipment are left out.',
    cure: 'Turning off “leave out rooms and equipment” in the filters imports them.',
    setting: 'rooms',
  },
  serviceAccount: {
    one: 'service account',
    many: 'service accounts',
    rule: 'Their name fits a pattern of service accounts, or Entra says that they are one, and service accounts are left out.',
    cure: 'Changing the patterns, or turning off “leave out service accounts” in the filters, imports them.',
    setting: 'service-accounts',
  },
  odata: {
    one: 'outside the OData filter',
    many: 'outside the OData filter',
    rule: 'They do not match the OData filter.',
    cure: 'Changing the OData filter, or the person in Entra, imports them.',
    setting: 'odata',
  },
  expression: {
    one: 'outside the expression',
    many: 'outside the expression',
    rule: 'They do not match the expression.',
    cure: 'Changing the expression, or the person in Entra, imports them.',
    setting: 'expression',
  },
  unknown: {
    one: 'undecided',
    many: 'undecided',
    rule: 'A filter asks for something that Rollcall may not read, so it neither imports nor removes them.',
    cure: 'An Application Administrator grants the permission that the filter needs, or an admin changes the filter.',
    setting: 'filters',
  },
  noEmail: {
    one: 'no e-mail',
    many: 'no e-mail',
    rule: 'None of the sources of e-mail addresses that are switched on gives a valid address.',
    cure: 'Giving them a mailbox or an address in Entra, or switching on another source of addresses, imports them.',
    setting: 'email',
  },
};

/** `1 guest`, `212 disabled` */
export function notImportedText(reason: SkipReason, people: number): string {
  const { one, many } = NOT_IMPORTED_WORDS[reason];
  return `${numberText(people)} ${people === 1 ? one : many}`;
}
