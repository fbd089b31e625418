import type { EntraUser } from './entra-user.ts';
import type { MailboxKind } from './mailbox-answer.ts';

/** A suspicion that is shown, and never makes anybody a mailbox or a room. */
export type LooksLike = { readonly kind: MailboxKind; readonly evidence: 'name' | 'disabledUnlicensed' };

const ROOM_WORDS = [
  ...['room', 'rooms', 'boardroom', 'meetingroom', 'confroom', 'conf', 'conference', 'huddle', 'auditorium'],
  ...['besprechungsraum', 'konferenzraum', 'sitzungszimmer', 'vergaderzaal', 'salle'],
];
const EQUIPMENT_WORDS = ['equipment', 'projector', 'beamer', 'printer', 'scanner', 'vehicle'];
const MAILBOX_WORDS = ['shared', 'mailbox', 'postfach'];

/** Whole names: those of RFC 2142 (https://www.rfc-editor.org/rfc/rfc2142), and others that offices use. */
const ROLE_NAMES = [
  ...['info', 'marketing', 'sales', 'support', 'abuse', 'noc', 'security', 'postmaster', 'hostmaster', 'webmaster'],
  ...['accounts', 'admin', 'billing', 'careers', 'contact', 'enquiries', 'finance', 'hello', 'helpdesk', 'hr'],
  ...['invoices', 'jobs', 'noreply', 'office', 'orders', 'reception', 'service', 'servicedesk', 'team'],
];

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

/** The kind that a name or a nickname suggests. */
export function kindByName({ displayName, mailNickname, userPrincipalName }: EntraUser): MailboxKind | undefined {
  const handles = [mailNickname ?? '', userPrincipalName.split('@', 1)[0] ?? ''].map((name) => name.toLowerCase());
  const words = new Set([displayName ?? '', ...handles].flatMap((name) => name.toLowerCase().split(/[^\p{L}]+/u)));
  if (ROOM_WORDS.some((word) => words.has(word))) return 'room';
  if (EQUIPMENT_WORDS.some((word) => words.has(word))) return 'equipment';
  if (MAILBOX_WORDS.some((word) => words.has(word))) return 'sharedMailbox';
  return handles.some((name) => ROLE_NAMES.includes(name.replaceAll('-', ''))) ? 'sharedMailbox' : undefined;
}
