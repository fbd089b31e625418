import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import { managerProperties, ownProperties } from '../sync/select-properties.ts';
import { expandedManager } from './manager-of.ts';

/**
 * The path of one person with what is needed of them, and of their manager, who can be had of one person and never of many
 * at once (https://learn.microsoft.com/en-us/graph/api/user-list-manager).
 */
export function userPath(id: EntraObjectId, select: readonly string[]): string {
  const ofManager = managerProperties(select);
  const expand = ofManager.length === 0 ? '' : `&$expand=manager($select=${ofManager.join(',')})`;
  return `/users/${id}?$select=${ownProperties(select).join(',')}${expand}`;
}

/** Where somebody is who was deleted in the last 30 days (https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-get). */
export const deletedPath = (id: EntraObjectId, select = 'id'): string =>
  `/directory/deletedItems/${id}?$select=${select}`;

/** The person of an answer to that path, with the manager that the answer tells of. */
export function withManager(user: EntraUser, answer: unknown, select: readonly string[]): EntraUser {
  const manager = expandedManager(answer, select);
  return manager === undefined ? user : { ...user, manager };
}
