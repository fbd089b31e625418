import { z } from 'zod';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';

/** One odd value must not cost a page of people, so what is not of the documented type counts as not set. */
const text = z.string().nullable().catch(null);
const texts = z
  .array(z.unknown())
  .catch([])
  .transform((values) => values.filter((value) => typeof value === 'string'));

/** https://learn.microsoft.com/en-us/graph/api/resources/user. Properties we do not know pass through unread. */
const User = z.looseObject({
  id: z.guid(),
  userPrincipalName: text,
  displayName: text,
  mail: text,
  mailNickname: text,
  proxyAddresses: texts,
  otherMails: texts,
  accountEnabled: z.boolean().nullable().catch(null),
  userType: text,
  assignedLicenses: z.array(z.unknown()).nullish().catch(null),
  '@odata.type': text,
});

/**
 * What Graph said of one user object. `blank`: only the id; either a permission is missing or the object is partial,
 * for `userPrincipalName` is always selected and never empty
 * (https://github.com/microsoftgraph/microsoft-graph-docs/issues/4740). Undefined: no user object at all.
 */
export type ParsedUser =
  { readonly kind: 'user'; readonly user: EntraUser } | { readonly kind: 'blank'; readonly id: EntraObjectId };

/** Takes of a user object what was selected, and nothing else. */
export function parseUser(item: unknown, select: readonly string[]): ParsedUser | undefined {
  const { data } = User.safeParse(item);
  if (data === undefined) return undefined;
  const id = toEntraObjectId(data.id);
  const { userPrincipalName, displayName, mail, mailNickname, proxyAddresses, otherMails, accountEnabled, userType } =
    data;
  if (userPrincipalName === null || userPrincipalName === '') return { kind: 'blank', id };
  const properties: Record<string, unknown> = {};
  for (const name of select) if (Object.hasOwn(data, name)) properties[name] = (item as typeof data)[name]; // parsed above
  const agent = data['@odata.type'] === '#microsoft.graph.agentUser';
  return {
    kind: 'user',
    user: {
      id,
      userPrincipalName,
      displayName,
      mail,
      mailNickname,
      proxyAddresses,
      otherMails,
      accountEnabled,
      userType,
      licensed: data.assignedLicenses == null ? null : data.assignedLicenses.length > 0,
      agent,
      properties,
    },
  };
}

/** One spelling of a GUID, so that texts can be compared. */
export const toEntraObjectId = (guid: string): EntraObjectId => guid.toLowerCase() as EntraObjectId; // where ids enter
