import { z } from 'zod';
import type { InScope } from '../sync/evaluate-filter.ts';
import type { EntraGroupId, EntraObjectId, EntraTenantId } from '../sync/ids.ts';
import { createMailboxAsker, type MailboxAsker } from './ask-mailboxes.ts';
import type { PhotoTag } from '../sync/photo.ts';
import { countMembers } from './count-members.ts';
import { EntraError } from './entra-error.ts';
import { type EntraGroup, findGroups, type FoundGroup } from './find-groups.ts';
import { brokenAnswer, type GraphClient } from './graph-client.ts';
import type { Named } from './look-up-deleted.ts';
import { lookUpUser, type LookUp } from './look-up-user.ts';
import { proveMemberships } from './prove-memberships.ts';
import { proveUsers, type Proof } from './prove-users.ts';
import { readChangesPage, takeWatermark, type ChangesPage } from './read-changes-page.ts';
import { grantedPermissions } from './granted-permissions.ts';
import { type MembersPage, readGroupMembersPage } from './read-group-members.ts';
import { readPhoto, readPhotoTags } from './read-photos.ts';
import { readUsersPage, type PageLink, type UsersPage } from './read-users-page.ts';
import { requireGroups } from './require-groups.ts';
import { type GroupSearch, type GroupsPage, searchGroups } from './search-groups.ts';
import type { TokenSource } from './token-source.ts';

export type { ChangesPage, EntraGroup, FoundGroup, GroupsPage, LookUp, MailboxAsker, Named };
export type { MembersPage, PageLink, Proof, UsersPage };

export type Organization = { readonly id: EntraTenantId; readonly displayName: string };

/**
 * One customer's Entra directory, as our app may read it. Each function throws EntraError, or the signal's reason when
 * it is aborted; none retries, and each can be called again.
 */
export type Directory = {
  /** Gets a token. That alone proves little: Entra issues one to an app that may do nothing. */
  signIn(signal: AbortSignal): Promise<void>;
  /** The permissions that our app has there, by what a token says; undefined where it does not. Only to be shown. */
  grantedPermissions(signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** The directory's default domain (needs Organization.Read.All); undefined where none is told. */
  readDomain(signal: AbortSignal): Promise<string | undefined>;
  /** Which directory it is that answers (needs Organization.Read.All). */
  readOrganization(signal: AbortSignal): Promise<Organization>;
  /** A page of all people with the selected properties; without a link, the first. */
  readUsersPage(link: PageLink | undefined, select: readonly string[], signal: AbortSignal): Promise<UsersPage>;
  /** Where changes of the selected properties can be read from now on; undefined where the directory has no changes. */
  takeWatermark(select: readonly string[], signal: AbortSignal): Promise<PageLink | undefined>;
  /** A page of changes, from a watermark or the page before; without a link, of everybody and their managers. */
  readChangesPage(link: PageLink | undefined, select: readonly string[], signal: AbortSignal): Promise<ChangesPage>;
  /** About how many people there are; undefined where the directory does not say. Never a ground for a decision. */
  countUsers(signal: AbortSignal): Promise<number | undefined>;
  /** Who of these is gone and who is still there. `control` is somebody known to exist. */
  proveUsers(
    ids: readonly EntraObjectId[],
    control: EntraObjectId | undefined,
    select: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<EntraObjectId, Proof>>;
  /** Asks about mailboxes, with a fresh mind about what may be asked (MailboxSettings.Read, Place.Read.All). */
  mailboxAsker(): MailboxAsker;
  /** Whom an object id, an address, a user principal name or words of a name stand for. */
  lookUpUser(text: string, select: readonly string[], signal: AbortSignal): Promise<LookUp>;
  /** A page of the people of a group and of the groups within it; without a link, the first (GroupMember.Read.All). */
  readGroupMembersPage(group: EntraGroupId, link: PageLink | undefined, signal: AbortSignal): Promise<MembersPage>;
  /** Whether any of these groups, or one within them, holds each of these people; fails where one of them is gone or hidden. */
  proveMemberships(
    ids: readonly EntraObjectId[],
    groups: readonly EntraGroupId[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<EntraObjectId, InScope>>;
  /** What became of these groups, in their order. */
  findGroups(ids: readonly EntraGroupId[], signal: AbortSignal): Promise<readonly FoundGroup[]>;
  /** Fails unless each of these groups is there, may be read and shows its members. */
  requireGroups(ids: readonly EntraGroupId[], signal: AbortSignal): Promise<void>;
  /** About how many people are in each of these groups and the groups within them, where Graph says it. */
  countMembers(ids: readonly EntraGroupId[], signal: AbortSignal): Promise<ReadonlyMap<EntraGroupId, number>>;
  /** What Graph says of the photos of these people, without their contents. */
  readPhotoTags(ids: readonly EntraObjectId[], signal: AbortSignal): Promise<ReadonlyMap<EntraObjectId, PhotoTag>>;
  /** Somebody's photo, of a size that fits; undefined: there is none. */
  readPhoto(id: EntraObjectId, signal: AbortSignal): Promise<Uint8Array | 'tooLarge' | undefined>;
  /** Groups by words of their name. */
  searchGroups(search: GroupSearch, signal: AbortSignal): Promise<GroupsPage>;
};

export function createDirectory(graph: GraphClient, tokens: TokenSource, graphEndpoint: string): Directory {
  return {
    async signIn(signal) {
      await tokens.token(signal);
    },
    grantedPermissions: async (signal) => grantedPermissions(await tokens.token(signal)),
    readDomain: (signal) => readDomain(graph, signal),
    readOrganization: (signal) => readOrganization(graph, signal),
    readUsersPage: (link, select, signal) => readUsersPage({ graph, graphEndpoint }, link, select, signal),
    takeWatermark: (select, signal) => takeWatermark({ graph, graphEndpoint }, select, signal),
    readChangesPage: (link, select, signal) => readChangesPage({ graph, graphEndpoint }, link, select, signal),
    countUsers: (signal) => countUsers(graph, signal),
    proveUsers: (ids, control, select, signal) => proveUsers(graph, { ids, control, select }, signal),
    mailboxAsker: () => createMailboxAsker({ graph, graphEndpoint }),
    lookUpUser: (text, select, signal) => lookUpUser(graph, text, select, signal),
    readGroupMembersPage: (group, link, signal) => readGroupMembersPage({ graph, graphEndpoint }, group, link, signal),
    proveMemberships: (ids, groups, signal) => proveMemberships({ graph, graphEndpoint }, ids, groups, signal),
    findGroups: (ids, signal) => findGroups(graph, ids, signal),
    requireGroups: (ids, signal) => requireGroups({ graph, graphEndpoint }, ids, signal),
    countMembers: (ids, signal) => countMembers(graph, ids, signal),
    readPhotoTags: (ids, signal) => readPhotoTags(graph, ids, signal),
    readPhoto: (id, signal) => readPhoto(graph, id, signal),
    searchGroups: (search, signal) => searchGroups({ graph, graphEndpoint }, search, signal),
  };
}

/** https://learn.microsoft.com/en-us/graph/api/organization-list: always exactly one. */
const Organizations = z.object({ value: z.tuple([z.object({ id: z.guid(), displayName: z.string().nullish() })]) });

async function readOrganization(graph: GraphClient, signal: AbortSignal): Promise<Organization> {
  const { data } = Organizations.safeParse(await graph.get('/organization?$select=id,displayName', signal));
  if (data === undefined) throw brokenAnswer();
  const [{ id, displayName }] = data.value;
  if (displayName === null || displayName === undefined) throw new EntraError('permissionMissing');
  return { id: id.toLowerCase() as EntraTenantId, displayName }; // a GUID, as the schema saw
}

/** https://learn.microsoft.com/en-us/graph/api/resources/verifieddomain */
const Domains = z.object({
  value: z.tuple([
    z.object({ verifiedDomains: z.array(z.object({ name: z.string(), isDefault: z.boolean().nullish() })).nullish() }),
  ]),
});

async function readDomain(graph: GraphClient, signal: AbortSignal): Promise<string | undefined> {
  const { data } = Domains.safeParse(await graph.get('/organization?$select=verifiedDomains', signal));
  if (data === undefined) throw brokenAnswer();
  return data.value[0].verifiedDomains?.find(({ isDefault }) => isDefault)?.name;
}

/**
 * Counting needs the header, and is not offered by every kind of directory
 * (https://learn.microsoft.com/en-us/graph/aad-advanced-queries). It only decorates: no run fails for want of it.
 */
async function countUsers(graph: GraphClient, signal: AbortSignal): Promise<number | undefined> {
  try {
    const count = await graph.get('/users/$count', signal, { ConsistencyLevel: 'eventual' });
    return typeof count === 'number' ? count : undefined;
  } catch (err) {
    if (err instanceof EntraError) return undefined;
    throw err;
  }
}
