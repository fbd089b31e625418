import type { DirectoryRole } from './directory-roles.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What Graph shows of a person, under Graph's names. A standard property is there even when null; an unset extension is absent. */
export type PersonProperties = {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly [property: string]: Json;
};

/** https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings */
export const USER_PURPOSES = ['user', 'linked', 'shared', 'room', 'equipment', 'others'] as const;
export type UserPurpose = (typeof USER_PURPOSES)[number];

/** A user object of the emulated directory: what is shown, and what only other requests tell. */
export type Person = {
  readonly properties: PersonProperties;
  readonly userPurpose: UserPurpose;
  readonly managerId: string | null;
  /** An AI assistant: Graph gives it an `@odata.type` of its own. */
  readonly agent: boolean;
  /** Shows in delta as its id and nothing else, as people have reported (microsoftgraph/microsoft-graph-docs issue 4740). */
  readonly blankInDelta: boolean;
  /** What the person administers; in tokens, and nowhere in Graph's answers here. */
  readonly roles: readonly DirectoryRole[];
};

/** Properties to change, under Graph's names, and the few things that are not properties. */
export type PersonPatch = {
  readonly properties?: Readonly<Record<string, Json>> | undefined;
  readonly managerId?: string | null | undefined;
  readonly userPurpose?: UserPurpose | undefined;
  readonly agent?: boolean | undefined;
  readonly blankInDelta?: boolean | undefined;
  readonly roles?: readonly DirectoryRole[] | undefined;
};

/** A base population: people told by their number, in constant memory where they are computed. */
export type PeopleSource = {
  readonly count: number;
  personAt(index: number): Person;
  /** The number of the person with this object id, or null. */
  indexOfId(id: string): number | null;
  /** Likewise by user principal name; case does not count. */
  indexOfUpn(userPrincipalName: string): number | null;
};
