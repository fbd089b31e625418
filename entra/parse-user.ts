import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';

/**
 * What Graph said of one user object. `blank`: only the id; either a permission is missing or the object is partial,
 * for `userPrincipalName` is always selected and never empty
 * (https://github.com/microsoftgraph/microsoft-graph-docs/issues/4740). Undefined: no user object at all.
 */
export type ParsedUser =
  { readonly kind: 'user'; readonly user: EntraUser } | { readonly kind: 'blank'; readonly id: EntraObjectId };

/**
 * Takes of a user object what was selected, and nothing else
 * (https://learn.microsoft.com/en-us/graph/api/resources/user). One odd value must not cost a page of people, so what is
 * not of the documented type counts as not set. By hand instead of by a schema, since it is done for each person of each
 * listing and takes a fifth of the time so (docs/performance.md).
 */
export function parseUser(item: unknown, select: readonly string[]): ParsedUser | undefined {
  if (!isObject(item) || typeof item['id'] !== 'string' || !GUID.test(item['id'])) return undefined;
  const id = toEntraObjectId(item['id']);
  const userPrincipalName = text(item['userPrincipalName']);
  if (userPrincipalName === null || userPrincipalName === '') return { kind: 'blank', id };
  const { accountEnabled, assignedLicenses } = item;
  return {
    kind: 'user',
    user: {
      id,
      userPrincipalName,
      displayName: text(item['displayName']),
      mail: text(item['mail']),
      mailNickname: text(item['mailNickname']),
      proxyAddresses: texts(item['proxyAddresses']),
      otherMails: texts(item['otherMails']),
      accountEnabled: typeof accountEnabled === 'boolean' ? accountEnabled : null,
      userType: text(item['userType']),
      licensed: Array.isArray(assignedLicenses) ? assignedLicenses.length > 0 : null,
      agent: item['@odata.type'] === '#microsoft.graph.agentUser',
      properties: selectedOf(item, select),
    },
  };
}

/** The selected properties: the item itself where Graph sent nothing else, as it does of nearly everybody. */
function selectedOf(item: Item, select: readonly string[]): Item {
  for (const name in item) if (!select.includes(name)) return copyOf(item, select);
  return item;
}

function copyOf(item: Item, select: readonly string[]): Item {
  const copy: Record<string, unknown> = {};
  for (const name of select) if (Object.hasOwn(item, name)) copy[name] = item[name];
  return copy;
}

type Item = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 9562's form, whatever its version and variant: Microsoft does not keep to them. */
const GUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

const isText = (value: unknown): value is string => typeof value === 'string';
const text = (value: unknown): string | null => (isText(value) ? value : null);
const NONE: readonly string[] = [];

function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return NONE;
  return value.every(isText) ? value : value.filter(isText);
}

/** One spelling of a GUID, so that texts can be compared. */
export const toEntraObjectId = (guid: string): EntraObjectId => guid.toLowerCase() as EntraObjectId; // where ids enter
