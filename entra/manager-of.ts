import { z } from 'zod';
import type { EntraUser, ToldManager } from '../sync/entra-user.ts';
import { managerProperties } from '../sync/select-properties.ts';
import { parseUser, toEntraObjectId } from './parse-user.ts';

/** https://learn.microsoft.com/en-us/graph/delta-query-overview: who is it now, and with `@removed` who is it no more. */
const Claimed = z.object({
  'manager@delta': z.array(z.looseObject({ id: z.guid(), '@removed': z.unknown().optional() })),
});

/** What an item of changes says of the manager; undefined: nothing. */
export function claimedManager(item: unknown): ToldManager | undefined {
  const entries = Claimed.safeParse(item).data?.['manager@delta'] ?? [];
  if (entries.length === 0) return undefined;
  const now = entries.find((entry) => entry['@removed'] === undefined);
  return { kind: 'claimed', id: now === undefined ? null : toEntraObjectId(now.id) };
}

/**
 * The manager in the answer about one person: absent where there is none, or where the manager is deleted
 * (https://learn.microsoft.com/en-us/graph/api/user-list-manager). Undefined where none was asked for, or where it may
 * not be read, which shows as an id and nulls.
 */
export function expandedManager(answer: unknown, select: readonly string[]): ToldManager | undefined {
  const wanted = managerProperties(select);
  const { data } = Expanded.safeParse(answer);
  if (wanted.length === 0 || data === undefined) return undefined;
  const { manager } = data;
  if (manager === null || manager === undefined) return { kind: 'known', id: null, user: null };
  const user = contact(manager, wanted) ?? person(manager, wanted);
  return user === undefined ? undefined : { kind: 'known', id: user.id, user };
}

const Expanded = z.object({ manager: z.unknown().optional() });

function person(item: unknown, wanted: readonly string[]): EntraUser | undefined {
  const parsed = parseUser(item, wanted);
  return parsed?.kind === 'user' ? parsed.user : undefined;
}

/** https://learn.microsoft.com/en-us/graph/api/resources/orgcontact: it may manage people, and has no user principal name. */
const Contact = z.looseObject({ '@odata.type': z.literal('#microsoft.graph.orgContact'), id: z.guid() });

function contact(item: unknown, wanted: readonly string[]): EntraUser | undefined {
  const { data } = Contact.safeParse(item);
  if (data === undefined) return undefined;
  const user = person({ ...data, userPrincipalName: data.id }, wanted);
  return user && { ...user, userPrincipalName: '', properties: { ...user.properties, userPrincipalName: null } };
}
