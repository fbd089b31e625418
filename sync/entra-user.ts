import type { EntraObjectId } from './ids.ts';

/**
 * A user object as Graph returned it, with what every decision needs pulled out and checked.
 *
 * `properties` holds every selected property under Graph's own name. Absent and null mean the same, "not set"
 * (https://learn.microsoft.com/en-us/graph/delta-query-overview): an unset directory extension has no key at all.
 */
export type EntraUser = {
  readonly id: EntraObjectId;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly mailNickname: string | null;
  readonly proxyAddresses: readonly string[];
  readonly otherMails: readonly string[];
  /** Null was seen in real directories and does not mean disabled. */
  readonly accountEnabled: boolean | null;
  readonly userType: string | null;
  /** Whether a licence is assigned; null: not told. */
  readonly licensed: boolean | null;
  /** An AI assistant, of the type `#microsoft.graph.agentUser`. */
  readonly agent: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Absent: nothing was said of it, which is no statement that there is none. */
  readonly manager?: ToldManager;
};

/** What was said of a person's manager. */
export type ToldManager =
  /** Changes say who it is now, or that somebody is it no more: a claim, for they can be old. */
  | { readonly kind: 'claimed'; readonly id: EntraObjectId | null }
  /** Entra was asked. With an `id` and no `user` the manager is deleted, and may come back. */
  | { readonly kind: 'known'; readonly id: EntraObjectId | null; readonly user: EntraUser | null };

/** A guest's user principal name holds `#EXT#`: `ada_home.example#EXT#@contoso.onmicrosoft.com`. */
export function hasExternalName(user: Pick<EntraUser, 'userPrincipalName'>): boolean {
  return user.userPrincipalName.toUpperCase().includes('#EXT#');
}

/** What an account is called, in lower case: the local part of its user principal name, and its nickname if that is another. */
export function accountNames({ userPrincipalName, mailNickname }: EntraUser): readonly string[] {
  const at = userPrincipalName.indexOf('@');
  const localPart = (at < 0 ? userPrincipalName : userPrincipalName.slice(0, at)).toLowerCase();
  const nickname = mailNickname?.toLowerCase();
  return nickname === undefined || nickname === localPart ? [localPart] : [localPart, nickname];
}
