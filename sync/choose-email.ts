import { assertNever } from './assert-never.ts';
import { hasExternalName, type EntraUser } from './entra-user.ts';
import type { EmailSource } from './integration-settings.schema.ts';

/** The address a person is known by, and where it was found. */
export type ChosenEmail = { readonly address: string; readonly source: EmailSource };

type EmailFacts = Pick<EntraUser, 'proxyAddresses' | 'mail' | 'otherMails' | 'userPrincipalName'>;

/**
 * The first source, in the order of the settings, that yields a valid address. Undefined: the person is not
 * imported, reason `noEmail`. The address is kept as written, but for blanks and stray quotes around it.
 */
export function chooseEmail(user: EmailFacts, sources: readonly EmailSource[]): ChosenEmail | undefined {
  for (const source of sources) {
    const address = addressFrom(user, source);
    if (address !== undefined) return { address, source };
  }
  return undefined;
}

/** The valid address that one source yields, whatever the others hold. */
export function addressFrom(user: EmailFacts, source: EmailSource): string | undefined {
  switch (source) {
    case 'proxyAddresses':
      return primaryAddress(user);
    case 'mail':
      return validAddress(user.mail);
    case 'otherMails':
      return firstValid(user.otherMails);
    case 'userPrincipalName':
      return hasExternalName(user) ? undefined : validAddress(user.userPrincipalName);
    default:
      return assertNever(source);
  }
}

/**
 * The address behind the upper-case prefix `SMTP:`; `smtp:` marks an alias, and other prefixes are no e-mail
 * (https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxldap/c032aaf3-6ebc-4aad-a8f1-dc92410d7ff8).
 * Real directories hold two primaries: then the one that equals `mail` without regard to case, else the first valid.
 */
function primaryAddress({ proxyAddresses, mail }: EmailFacts): string | undefined {
  const primaries: string[] = [];
  for (const entry of proxyAddresses) {
    const trimmed = entry.trim();
    if (!trimmed.startsWith('SMTP:')) continue;
    const address = validAddress(trimmed.slice('SMTP:'.length));
    if (address !== undefined) primaries.push(address);
  }
  if (primaries.length < 2) return primaries[0];
  const wanted = validAddress(mail)?.toLowerCase();
  return primaries.find((address) => address.toLowerCase() === wanted) ?? primaries[0];
}

function firstValid(candidates: readonly string[]): string | undefined {
  for (const candidate of candidates) {
    const address = validAddress(candidate);
    if (address !== undefined) return address;
  }
  return undefined;
}

const STRAY = /[\s'"]/;
/** Blanks, control and format characters such as a right-to-left override, and half surrogate pairs, which no database keeps. */
const FORBIDDEN = /[\s\p{Cc}\p{Cf}\p{Cs}]/u;

/** By hand: a regular expression for the end takes the square of the time for a long run of blanks within. */
function withoutStray(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && STRAY.test(text.charAt(start))) start++;
  while (end > start && STRAY.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/**
 * The address without blanks and stray quotes around it, or undefined where it is none: one `@`, a local part of
 * 1–64 characters, a domain with a dot, at most 254 characters (RFC 5321 §4.5.3.1), no blanks, no control
 * characters, letters of any script. Nothing else is judged: only the mail system knows what it delivers.
 */
export function validAddress(text: string | null): string | undefined {
  if (text === null) return undefined;
  const address = withoutStray(text);
  const at = address.indexOf('@');
  const validLocalPart = at >= 1 && at <= 64 && at === address.lastIndexOf('@');
  if (!validLocalPart || address.length > 254 || FORBIDDEN.test(address)) return undefined;
  return /^[^.]+(\.[^.]+)+$/.test(address.slice(at + 1)) ? address : undefined;
}
