import { accountNames, type EntraUser } from './entra-user.ts';
import type { MailboxKind } from './mailbox-answer.ts';

/** A suspicion that is shown, and never makes anybody a mailbox or a room. */
export type LooksLike = { readonly kind: MailboxKind; readonly evidence: 'name' | 'disabledUnlicensed' };

const ROOM_WORDS = [
  ...['room', 'rooms', 'boardroom', 'meetingroom', 'confroom', 'conf', 'conference', 'huddle', 'auditorium'],
  ...['besprechungsraum', 'konferenzraum', 'sitzungszimmer', 'vergaderzaal', 'salle'],
];
const EQUIPMENT_WORDS = ['equipment', 'projector', 'beamer', 'printer', 'scanner', 'vehicle'];
const MAILBOX_WORDS = ['shared', 'mailbox', 'postfach'];
const WORDS = [
  ['room', ROOM_WORDS],
  ['equipment', EQUIPMENT_WORDS],
  ['sharedMailbox', MAILBOX_WORDS],
] as const satisfies readonly (readonly [MailboxKind, readonly string[]])[];

/** Whole names: those of RFC 2142 (https://www.rfc-editor.org/rfc/rfc2142), and others that offices use. */
const ROLE_NAMES: ReadonlySet<string> = new Set([
  ...['info', 'marketing', 'sales', 'support', 'abuse', 'noc', 'security', 'postmaster', 'hostmaster', 'webmaster'],
  ...['accounts', 'admin', 'billing', 'careers', 'contact', 'enquiries', 'finance', 'hello', 'helpdesk', 'hr'],
  ...['invoices', 'jobs', 'noreply', 'office', 'orders', 'reception', 'service', 'servicedesk', 'team'],
]);

/**
 * What a person with an address seems to be: by a word of the name or nickname, or because the account is disabled and
 * has no licence, as shared mailboxes are made since about 2025 and leavers are too. Undefined: nothing striking.
 */
export function looksLike(user: EntraUser): LooksLike | undefined {
  const kind = kindByName(user);
  if (kind !== undefined) return { kind, evidence: 'name' };
  const asMailboxesAre = user.accountEnabled === false && user.licensed === false;
  return asMailboxesAre ? { kind: 'sharedMailbox', evidence: 'disabledUnlicensed' } : undefined;
}

/** The kind that a name or a nickname suggests: of several the first of a room, equipment, a mailbox. */
export function kindByName(user: EntraUser): MailboxKind | undefined {
  const account = accountNames(user);
  const names = [user.displayName?.toLowerCase() ?? '', ...account];
  if (names.some((name) => MAY_HOLD_A_WORD.test(name))) {
    const words = new Set(names.flatMap((name) => name.split(/[^\p{L}]+/u)));
    for (const [kind, listed] of WORDS) if (listed.some((word) => words.has(word))) return kind;
  }
  return account.some(isRole) ? 'sharedMailbox' : undefined;
}

/** Most names hold none of the words, which one look at all of a name tells sooner than a look at each of its words. */
const MAY_HOLD_A_WORD = new RegExp(WORDS.flatMap(([, listed]) => listed).join('|'));

const isRole = (name: string): boolean => ROLE_NAMES.has(name.includes('-') ? name.replaceAll('-', '') : name);
